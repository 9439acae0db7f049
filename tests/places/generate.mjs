// The names of countries and the codes of their regions, as tables of the core.
//
//   npm ci && npm run generate, npm run check      writes the committed files; compares with them
//
// Names are those of ISO 3166-1 (`iso-3166`), of Unicode's CLDR with its variants, of `i18n-iso-countries`, and the few that
// people and shops write and none of these has (`short.mjs`). A name is kept as its letters alone, once in the order in which
// people write it and once with its words sorted, since lists turn names around: "Korea, Republic of". The core makes the same of
// what it reads (`crates/core/src/normalize/country/spelling.rs`).

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { iso31661, iso31662 } from "iso-3166";
import { AMBIGUOUS, BEYOND_ISO, SHORT } from "./short.mjs";

const require = createRequire(import.meta.url);
const CLDR = require("cldr-localenames-full/main/en/territories.json").main.en.localeDisplayNames.territories;
const PARTS = require("cldr-subdivisions-full/subdivisions/en/en.json").subdivisions.localeDisplayNames.subdivisions;
const LISTED = require("i18n-iso-countries/langs/en.json").countries;
const VERSIONS = require("./package.json").dependencies;

const CORE = new URL("../../crates/core/src/normalize/", import.meta.url);
const CODES = new Set([...iso31661.map(({ alpha2 }) => alpha2), ...BEYOND_ISO]);

/** Nations of the United Kingdom, and what it is called as a part of itself (ISO 3166-2:GB). */
const OF_THE_UK = ["gbeng", "gbsct", "gbwls", "gbnir", "gbgbn", "gbeaw"];

/** Words that say nothing, and those that are written in two ways; as in `spelling.rs`. */
const WORDS = { and: "", of: "", the: "", saint: "st", rep: "republic", dem: "democratic" };

const files = { "country/names.rs": names(), "place/codes.rs": codes() };
const stale = Object.entries(files).filter(([path, text]) => committed(path) !== text).map(([path]) => path);
if (!process.argv.includes("--check")) {
  for (const path of stale) writeFileSync(new URL(path, CORE), files[path]);
} else if (stale.length > 0) {
  console.error(`not up to date: ${stale.join(", ")}; run \`npm run generate --prefix tests/places\``);
  process.exitCode = 1;
}

function names() {
  const table = new Map();
  for (const [code, name] of all()) {
    for (const key of keys(name)) add(table, key, code);
  }
  const rows = [...table].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, code]) => `("${key}", "${code}"),`);
  return file(
    ["The names of countries in English, as their letters alone, each with its two letters. Sorted."],
    `pub(super) static NAMES: [(&str, &str); ${rows.length}] = [`,
    rows,
  );
}

/** Each code with one of its names, the weightiest source first. */
function all() {
  const iso = iso31661.map(({ alpha2, name }) => [alpha2, name]);
  const cldr = Object.entries(CLDR).map(([code, name]) => [code.split("-")[0], name]);
  const listed = Object.entries(LISTED).flatMap(([code, names]) => [names].flat().map((name) => [code, name]));
  const uk = OF_THE_UK.map((part) => ["GB", PARTS[part]]);
  const short = Object.entries(SHORT).flatMap(([code, names]) => names.map((name) => [code, name]));
  return [...iso, ...bare(iso), ...cldr, ...listed, ...uk, ...short].filter(([code]) => CODES.has(code));
}

/** What stands before a comma or bracket, where one country alone begins so: not "Korea". */
function bare(names) {
  const starts = names.map(([code, name]) => [code, name.split(/[,(]/)[0]]);
  return starts.filter(([, start]) => starts.filter(([, other]) => other === start).length === 1);
}

function add(table, key, code) {
  const known = table.get(key) ?? code;
  if (known !== code && !AMBIGUOUS.has(key)) throw new Error(`${key} is both ${known} and ${code}`);
  // Two or three letters are looked up as a code first.
  if (key.length > 3 || SHORT[code]?.includes(key.toUpperCase())) table.set(key, known);
}

function keys(name) {
  const letters = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[.'’]/gu, "");
  const words = letters.split(/[^\p{L}\p{Nd}]+/u).filter((word) => word !== "").map((word) => WORDS[word] ?? word);
  const telling = words.filter((word) => word !== "");
  return new Set([telling.join(""), [...telling].sort().join("")]);
}

function codes() {
  const iso = iso31662.map(({ code }) => code.split("-"));
  const cldr = Object.keys(PARTS).map((part) => [part.slice(0, 2).toUpperCase(), part.slice(2).toUpperCase()]);
  const all = new Map();
  for (const [country, part] of [...iso, ...cldr]) all.set(country, (all.get(country) ?? new Set()).add(part));
  const rows = [...all].sort().map(([country, parts]) => `("${country}", "${[...parts].sort().join(" ")}"),`);
  return file(
    ["The codes of ISO 3166-2 by their countries, without the prefix, former ones included. Sorted."],
    `pub(super) static CODES: [(&str, &str); ${rows.length}] = [`,
    rows,
  );
}

function file(doc, head, rows) {
  const from = Object.entries(VERSIONS).map(([name, version]) => `${name} ${version}`).join(", ");
  return [
    ...doc.map((line) => `//! ${line}`),
    "//!",
    "//! Generated by `npm run generate --prefix tests/places`, not edited. CLDR is under Unicode-3.0, the others under MIT:",
    `//! ${from}.`,
    "",
    "#[rustfmt::skip]",
    head,
    ...filled(rows),
    "];",
    "",
  ].join("\n");
}

/** Rows side by side, to 120 columns. */
function filled(rows) {
  const lines = [];
  for (const row of rows) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + row.length < 120) lines[lines.length - 1] = `${last} ${row}`;
    else lines.push(`    ${row}`);
  }
  return lines;
}

function committed(path) {
  try {
    return readFileSync(new URL(path, CORE), "utf8");
  } catch {
    return undefined;
  }
}
