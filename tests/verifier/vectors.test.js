import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { differences } from "./vectors.js";

const folder = new URL("../../spec/vectors/draws/", import.meta.url);

for (const name of fs.readdirSync(folder)) {
  test(`the vector ${name} gives the same checks as in Python`, () => {
    const vector = JSON.parse(fs.readFileSync(new URL(name, folder), "utf8"));

    assert.deepEqual(differences(vector), []);
  });
}
