// Parses every canonical text that the vectors expect and writes it anew with `canonicalize`: the bytes must be the same.
//
//   npm ci && npm run check

import { readFileSync } from "node:fs";
import canonicalize from "canonicalize";

const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));

const index = read("index.json");
const cases = Object.keys(index.files).flatMap((name) => read(name).cases);
const texts = cases.flatMap((case_) => canonicalTexts(case_).map((text) => [case_.id, text]));
const wrong = texts.filter(([, text]) => canonicalize(JSON.parse(text)) !== text).map(([id]) => id);

if (wrong.length) fail(`other bytes: ${wrong.join(", ")}`);
if (cases.length !== index.count) fail(`${cases.length} cases, the index says ${index.count}`);
if (texts.length !== index.canonical_texts) fail(`${texts.length} texts, the index says ${index.canonical_texts}`);
console.log(`${texts.length} canonical texts, the same bytes`);

function canonicalTexts({ body, event, identify, track = [] }) {
  return [body, event, identify, ...track].filter((text) => text != null);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
