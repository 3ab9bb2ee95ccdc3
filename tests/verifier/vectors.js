// Compares what the verifier says of a vector with what the vector says; the same in Node and in a browser.

import { fromBase64, utf8 } from "../../verifier/bytes.js";
import * as crypto from "../../verifier/crypto.js";
import { explain } from "../../verifier/explain.js";
import { verdictOf } from "../../verifier/outcomes.js";
import { parsePolicy } from "../../verifier/policy.js";
import { verify } from "../../verifier/verify.js";

export function differences(vector) {
  const files = new Map(Object.entries(vector.files).map(([name, content]) => [name, bytesOf(content)]));
  const policy = vector.policy === null ? null : parsePolicy(vector.policy);
  const { report, case: c } = verify(files, { crypto, policy });
  const found = [];
  vector.checks.forEach(([name, outcome, blockedBy], at) => {
    const check = report.checks[at];
    const given = [check.name, check.outcome, check.blocked_by].join(" ");
    const wanted = [name, outcome, blockedBy].join(" ");
    if (given !== wanted) found.push(`${vector.name}: wanted ${wanted}, found ${given} (${check.says} ${check.where})`);
  });
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
