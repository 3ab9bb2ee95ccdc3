import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { damageDifferences, differences, disclosureDifferences, tokenDifferences, zipDifferences } from "./vectors.js";

const folder = new URL("../../spec/vectors/", import.meta.url);
const read = (name) => JSON.parse(fs.readFileSync(new URL(name, folder), "utf8"));

for (const name of fs.readdirSync(new URL("draws/", folder))) {
  test(`the vector ${name} gives the same checks as in Python`, () => {
    assert.deepEqual(differences(read(`draws/${name}`)), []);
  });
}

test("every damaged result gives the same checks as in Python", () => {
  const vector = read("damages.json");

  assert.ok(vector.damages.length > 300);
  assert.deepEqual(damageDifferences(vector, read(`draws/${vector.draw}.json`)), []);
});

test("every zip is taken or refused as in Python, for the same reason", () => {
  const vector = read("zips.json");

  assert.ok(vector.zips.length > 70);
  assert.deepEqual(zipDifferences(vector), []);
});

test("every time stamp is taken or refused as in Python, for the same reason", () => {
  const vector = read("tokens.json");

  assert.ok(vector.tokens.length > 40);
  assert.deepEqual(tokenDifferences(vector), []);
});

test("every published record is taken or refused as in Python", () => {
  const vector = read("disclosures.json");

  assert.ok(vector.files.length > 20);
  assert.deepEqual(disclosureDifferences(vector), []);
});
