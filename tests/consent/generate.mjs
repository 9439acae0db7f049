// Random consent strings, one JSON line each, with what IAB's own libraries read in them.
//
//   npm ci && node generate.mjs [--seed N] [--count N]     N TC strings and N GPP strings
//   npm run sample, npm run check                          writes the committed file; compares with it
//
// TC strings are written bit by bit here, so that both forms of a vendor set and every optional segment occur; US
// sections are written by @iabgpp/cmpapi. Every expectation comes from the reference decoding the finished string.

import { parseArgs } from "node:util";
import { Base64Url, TCString, Vector, VendorVectorEncoder } from "@iabtcf/core";
import * as gpp from "@iabgpp/cmpapi";

const US_SECTIONS = [
  "usnat", "usca", "usva", "usco", "usut", "usct", "usfl", "usmt", "usor", "ustx", "usde",
  "usia", "usne", "usnh", "usnj", "ustn", "usmn", "usmd", "usin", "usky", "usri",
];

const { values: options } = parseArgs({
  options: { seed: { type: "string", default: "1" }, count: { type: "string", default: "200" } },
});
const random = mulberry32(Number(options.seed));
for (let i = 0; i < Number(options.count); i++) {
  console.log(JSON.stringify(tcfLine()));
  console.log(JSON.stringify(gppLine()));
}

function tcfLine() {
  const vendors = vendorSet();
  const text = tcString(vendors);
  const model = TCString.decode(text);
  const purposes = range(1, 24).filter((purpose) => model.purposeConsents.has(purpose));
  const disclosed = isDisclosing(text) ? model.vendorsDisclosed : undefined;
  const has = (id) => model.vendorConsents.has(id) && (disclosed?.has(id) ?? true);
  return { kind: "tcf", text, purposes, vendors_asked: asked(vendors, has) };
}

// Whether a segment of disclosed vendors is there: the reference takes a missing one for an empty one.
function isDisclosing(text) {
  return text.split(".").slice(1).some((segment) => Base64Url.decode(segment).startsWith("001"));
}

function gppLine() {
  const sections = gppSections();
  const header = new gpp.HeaderV1();
  header.setFieldValue("SectionIds", sections.map(([id]) => id));
  const text = [header.encode(), ...sections.map(([, section]) => section)].join("~");
  const model = new gpp.GppModel(text);
  const opted_out = US_SECTIONS.some((name) => usOptedOut(model, name)) || usPrivacy(model) === true;
  return { kind: "gpp", text, opted_out, us_privacy: usPrivacy(model), tcf_purposes: tcfPurposes(model) };
}

// ---- what the reference reads in a GPP string

function usOptedOut(model, name) {
  const says = (field, value) => model.hasField(name, field) && model.getFieldValue(name, field) === value;
  const choices = ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"];
  return choices.some((field) => says(field, 1)) || says("Gpc", true);
}

function usPrivacy(model) {
  return model.hasSection("uspv1") ? model.getFieldValue("uspv1", "OptOutSale") === "Y" : null;
}

function tcfPurposes(model) {
  if (!model.hasSection("tcfeuv2")) return null;
  const consents = model.getFieldValue("tcfeuv2", "PurposeConsents");
  return range(1, 24).filter((purpose) => consents[purpose - 1]);
}

// ---- TC strings

function tcString(vendors) {
  const segments = [core(vendors)];
  if (chance(0.5)) segments.push(bits(1, 3) + vendorBits(vendorSet())); // disclosed
  if (chance(0.3)) segments.push(bits(2, 3) + vendorBits(vendorSet())); // allowed
  if (chance(0.5)) segments.push(bits(3, 3) + publisherPurposes());
  return [segments[0], ...shuffled(segments.slice(1))].map((segment) => Base64Url.encode(segment)).join(".");
}

function core(vendors) {
  return [
    bits(2, 6), bits(below(2 ** 36), 36), bits(below(2 ** 36), 36), // version, created, updated
    bits(2 + below(4000), 12), bits(below(4096), 12), bits(below(64), 6), // CMP, its version, screen
    letters(), bits(below(4096), 12), bits(2 + below(4), 6), // language, vendor list, policy
    anyBits(2), anyBits(12), // service specific, non-standard stacks; special features
    purposeBits(), purposeBits(), anyBits(1), letters(), // consents, interests, one treatment, country
    vendorBits(vendors), vendorBits(vendorSet()), restrictions(),
  ].join("");
}

function purposeBits() {
  return pick([() => "0".repeat(24), () => "1".repeat(24), () => "1".repeat(11) + "0".repeat(13), () => anyBits(24)])();
}

function publisherPurposes() {
  const custom = below(64);
  return anyBits(24) + anyBits(24) + bits(custom, 6) + anyBits(custom) + anyBits(custom);
}

function restrictions() {
  const count = chance(0.6) ? 0 : 1 + below(5);
  const restriction = () => bits(1 + below(11), 6) + bits(below(3), 2) + rangeBits(vendorSet(40));
  return bits(count, 12) + range(1, count).map(restriction).join("");
}

// Sorted ids of vendors: none, all of the first n, or some of them.
function vendorSet(most = 1500) {
  const highest = chance(0.02) ? most * 4 : below(chance(0.5) ? 60 : most);
  const density = pick([0, 1, 0.02, 0.5, 0.95]);
  return range(1, highest).filter(() => random() < density);
}

function vendorBits(vendors) {
  const highest = vendors.at(-1) ?? 0;
  const asField = () => bits(highest, 16) + "0" + range(1, highest).map((id) => +vendors.includes(id)).join("");
  const asRanges = () => bits(highest, 16) + "1" + rangeBits(vendors);
  const asReferenceDoes = () => VendorVectorEncoder.encode(vendors.reduce((set, id) => (set.set(id), set), new Vector()));
  return pick([asField, asRanges, asReferenceDoes])();
}

// Groups of neighbours; a group may be cut in two or stand out of order, which decoders must bear.
function rangeBits(vendors) {
  const groups = [];
  for (const id of vendors) {
    const group = groups.at(-1);
    if (group?.at(-1) === id - 1 && !chance(0.05)) group[1] = id;
    else groups.push([id]);
  }
  const group = ([first, last]) => (last ? "1" + bits(first, 16) + bits(last, 16) : "0" + bits(first, 16));
  const ordered = chance(0.8) ? groups : shuffled(groups);
  return bits(groups.length, 12) + ordered.map(group).join("");
}

function asked(vendors, has) {
  const highest = vendors.at(-1) ?? 0;
  const near = vendors.length ? [0, 1].map((step) => pick(vendors) + step) : [];
  const ids = [1, 2, highest, highest + 1, 65535, ...near, 1 + below(highest + 10), 1 + below(1500)];
  return Object.fromEntries(ids.filter((id) => id > 0).map((id) => [id, has(id)]));
}

// ---- GPP strings

// Pairs of id and text. One US section in three kinds: nobody opted out, exactly one field did, anything goes.
function gppSections() {
  const sections = new Map();
  const some = shuffled(US_SECTIONS).slice(0, chance(0.1) ? US_SECTIONS.length : below(4));
  const outspoken = pick(["nobody", "one", "anybody"]);
  const who = pick(some);
  for (const name of some) {
    const mood = outspoken === "one" ? (name === who ? "one" : "nobody") : outspoken;
    const section = usSection(name, mood);
    sections.set(section.getId(), section.encode());
  }
  if (chance(0.3)) sections.set(2, tcString(vendorSet(300)));
  if (chance(0.3)) sections.set(6, "1" + pick("YN-") + pick(outspoken === "anybody" ? "YN-" : "N-") + pick("YN-"));
  if (chance(0.1)) sections.set(5, Base64Url.encode(bits(1, 6) + anyBits(300))); // Canada, not read here
  if (chance(0.1)) sections.set(28 + below(3000), pick(["~BAAA", "~1YNN", "~not.base64=url"]).slice(1)); // not known yet
  return [...sections].sort(([a], [b]) => a - b);
}

function usSection(name, mood) {
  const section = new (Object.values(gpp).find((type) => type?.NAME === name))();
  const fields = Object.keys(section.toObj());
  const choices = fields.filter((field) => /^(SaleOptOut|SharingOptOut|TargetedAdvertisingOptOut|Gpc)$/.test(field));
  const chosen = pick(choices);
  for (const segment of section.segments) includeAtRandom(segment, mood === "one" && chosen === "Gpc");
  for (const field of fields) {
    const yes = mood === "anybody" ? chance(0.3) : mood === "one" && field === chosen;
    const value = choices.includes(field) ? choice(field, yes) : anyValue(field, section.getFieldValue(field));
    section.setFieldValue(field, value);
  }
  return section;
}

function includeAtRandom(segment, always) {
  for (const field of ["GpcSegmentIncluded", "SensitiveDataConsentSegmentIncluded"]) {
    if (segment.hasField(field)) segment.setFieldValue(field, always || chance(0.6));
  }
}

function choice(field, yes) {
  return field === "Gpc" ? yes : yes ? 1 : pick([0, 2]);
}

function anyValue(field, value) {
  if (field === "Version") return 1 + below(value); // usnat has two
  if (/Version|Type/.test(field)) return value;
  if (Array.isArray(value)) return value.map(() => below(3));
  return field === "MspaCoveredTransaction" ? 1 + below(2) : below(3);
}

// ---- bits and chance

function bits(number, width) {
  return number.toString(2).padStart(width, "0");
}

function anyBits(width) {
  return range(1, width).map(() => below(2)).join("");
}

function letters() {
  return bits(below(26), 6) + bits(below(26), 6);
}

function range(first, last) {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

function shuffled(list) {
  return list.map((item) => [random(), item]).sort(([a], [b]) => a - b).map(([, item]) => item);
}

function pick(list) {
  return list[below(list.length)];
}

function below(limit) {
  return Math.floor(random() * limit);
}

function chance(share) {
  return random() < share;
}

// A small generator with a seed, so that a sample can be written again (public domain, T. Ettinger).
function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
