// What people and shops call countries and no list of names does; and what the lists do not agree on.

/** Codes that ISO 3166-1 leaves to others, and that shops have in their lists of countries: Ascension, Tristan da Cunha, Kosovo. */
export const BEYOND_ISO = ["AC", "TA", "XK"];

/** Names of two countries. The first source counts, which is ISO 3166-1: its Congo is CG. */
export const AMBIGUOUS = new Set(["congo"]);

/**
 * Short forms of every day, names of Shopify's that differ from CLDR's (`Shopify/worldwide`, `data/regions`), and formal names of
 * ISO 3166-1 in which the country has another word than in its short one.
 */
export const SHORT = {
  AE: ["UAE", "Emirates"],
  AG: ["Antigua"],
  AR: ["Argentine Republic"],
  BQ: ["BES Islands", "Bonaire", "Saba", "Sint Eustatius", "St. Eustatius"],
  CD: ["DRC", "DR Congo"],
  CH: ["Swiss Confederation"],
  CN: ["PRC", "PR China", "Mainland China"],
  ER: ["State of Eritrea"],
  FK: ["Falklands"],
  FR: ["French Republic"],
  GA: ["Gabonese Republic"],
  GB: ["Britain", "UK", "N. Ireland"],
  GF: ["French Guyana"],
  GR: ["Hellenic Republic"],
  HK: ["Hong Kong SAR", "Hong Kong Special Administrative Region of China", "Hong Kong, China"],
  IL: ["State of Israel"],
  IT: ["Italian Republic"],
  KG: ["Kyrgyz Republic"],
  KN: ["St. Kitts"],
  KP: ["DPRK", "N. Korea"],
  KR: ["ROK", "S. Korea"],
  KW: ["State of Kuwait"],
  LA: ["Lao PDR"],
  LB: ["Lebanese Republic"],
  LY: ["Libyan Arab Jamahiriya"],
  MK: ["Macedonia", "Republic of Macedonia", "FYROM"],
  MM: ["Burma"],
  MO: ["Macau", "Macao SAR", "Macau SAR", "Macao Special Administrative Region of China", "Macau, China", "Macao, China"],
  MX: ["United Mexican States"],
  NL: ["Holland"],
  PG: ["Independent State of Papua New Guinea"],
  PS: ["Palestinian Territory", "Occupied Palestinian Territory"],
  PT: ["Portuguese Republic"],
  QA: ["State of Qatar"],
  RW: ["Rwandese Republic"],
  SA: ["KSA"],
  SK: ["Slovak Republic"],
  ST: ["São Tomé"],
  SX: ["St. Maarten"],
  TC: ["Turks and Caicos"],
  TG: ["Togolese Republic"],
  TT: ["Trinidad"],
  TW: ["Republic of China", "ROC"],
  UM: ["US Minor Outlying Islands"],
  US: ["America", "US", "USA"],
  VA: ["Vatican"],
  VC: ["St. Vincent"],
  VG: ["BVI"],
  VI: ["USVI", "Virgin Islands of the United States"],
  WS: ["Independent State of Samoa"],
  ZA: ["RSA"],
};
