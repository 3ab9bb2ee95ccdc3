// Compares what the verifier says of the vectors with what the vectors say; the same in Node and in
// a browser.

import { mapped, write } from "../../verifier/canonical.js";
import { fromBase64, toBase64, utf8 } from "../../verifier/bytes.js";
import * as crypto from "../../verifier/crypto.js";
import { VerifyError } from "../../verifier/errors.js";
import { commitment, verifyOpening } from "../../verifier/disclosure.js";
import { explain } from "../../verifier/explain.js";
import { verdictOf } from "../../verifier/outcomes.js";
import { parsePolicy } from "../../verifier/policy.js";
import { requireStamped } from "../../verifier/timestamp.js";
import { verify } from "../../verifier/verify.js";
import { readZip } from "../../verifier/zip.js";

export function differences(vector) {
  const { report, case: c } = verified(filesOf(vector), vector.policy);
  const found = checkDifferences(vector.name, vector.checks, report);
  if (JSON.stringify(report.notes) !== JSON.stringify(vector.notes)) {
    found.push(`${vector.name}: wanted notes ${JSON.stringify(vector.notes)}, found ${JSON.stringify(report.notes)}`);
  }
  const { status, says } = verdictOf(report.checks);
  const [wantedStatus, wantedSays] = vector.verdict;
  if (status !== wantedStatus || says !== wantedSays) {
    found.push(`${vector.name}: wanted ${wantedStatus} ${wantedSays}, found ${status} ${says}`);
  }
  for (const wanted of vector.explanations) found.push(...explanationDifferences(vector, wanted, explain(c, wanted.id)));
  return found;
}

// `vector` is the file of damages, `draw` the vector of the draw that is damaged.
export function damageDifferences(vector, draw) {
  const files = filesOf(draw);
  const whole = files.get(vector.file);
  return vector.damages.flatMap(({ name, at, cut, put, report: of }) => {
    const damaged = new Uint8Array([...whole.subarray(0, at), ...fromBase64(put), ...whole.subarray(at + cut)]);
    const { report } = verified(new Map(files).set(vector.file, damaged), draw.policy);
    return checkDifferences(name, vector.reports[of], report);
  });
}

export function zipDifferences(vector) {
  return vector.zips.flatMap(({ name, zip, files, refused }) => {
    const found = attempt(() => {
      const given = [...readZip(fromBase64(zip))].map(([file, bytes]) => [file, toBase64(bytes)]);
      return { files: Object.fromEntries(given.sort()) };
    });
    return same(name, refused === undefined ? { files } : { refused }, found);
  });
}

export function tokenDifferences(vector) {
  return vector.tokens.flatMap(({ name, token, certificates, refused }) => {
    const found = attempt(() => ({ certificates: requireStamped(fromBase64(token), vector.imprint, name) }));
    return same(name, refused === undefined ? { certificates } : { refused }, found);
  });
}

export function disclosureDifferences(vector) {
  const { name, salt, value, commitment: wanted } = vector.commitment;
  const found = vector.files.flatMap(({ name: file, file: content, refused, ...wantedFile }) => {
    const given = attempt(() => disclosed(fromBase64(content), file));
    if (refused === "") return given.refused === undefined ? [`${file}: not refused`] : [];
    return same(file, refused === undefined ? wantedFile : { refused }, given);
  });
  return [...same(name, wanted, commitment(name, salt, mapped(value))), ...found];
}

function disclosed(bytes, file) {
  const { digest, opened, withheld } = verifyOpening(bytes, file);
  const values = new Map(opened.map((field) => [field.name, field.value]));
  return { digest, opened: JSON.parse(write(values)), withheld: [...withheld.keys()].sort() };
}

function attempt(read) {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof VerifyError)) throw error;
    return { refused: error.problem };
  }
}

function same(name, wanted, found) {
  const [one, other] = [wanted, found].map((value) => JSON.stringify(value));
  return one === other ? [] : [`${name}: wanted ${one}, found ${other}`];
}

function verified(files, policy) {
  return verify(files, { crypto, policy: policy === null ? null : parsePolicy(policy) });
}

function filesOf(vector) {
  return new Map(Object.entries(vector.files).map(([name, content]) => [name, bytesOf(content)]));
}

function checkDifferences(name, checks, report) {
  const found = [];
  checks.forEach(([check, outcome, blockedBy], at) => {
    const made = report.checks[at];
    const given = [made.name, made.outcome, made.blocked_by].join(" ");
    const wanted = [check, outcome, blockedBy].join(" ");
    if (given !== wanted) found.push(`${name}: wanted ${wanted}, found ${given} (${made.says} ${made.where})`);
  });
  return found;
}

function explanationDifferences(vector, wanted, given) {
  const standings = (given.standings || []).map((one) => [one.stratum, one.outcome, one.rank || null]);
  const said = {
    number: given.number || null,
    value: given.value || null,
    leaf: given.proof ? given.proof.index : null,
    standings,
  };
  return Object.keys(said)
    .filter((key) => JSON.stringify(said[key]) !== JSON.stringify(wanted[key]))
    .map((key) => `${vector.name} ${wanted.id}: wanted ${JSON.stringify(wanted[key])}, found ${JSON.stringify(said[key])}`);
}

function bytesOf(content) {
  return typeof content === "string" ? utf8(content) : fromBase64(content.base64);
}
