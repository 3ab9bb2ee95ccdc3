// Works off the page: reads the zip, verifies, and explains, telling how far it is.

import * as crypto from "./crypto.js";
import { valueText, verifyOpening } from "./disclosure.js";
import { explain } from "./explain.js";
import { verdictOf } from "./outcomes.js";
import { parsePolicy } from "./policy.js";
import { verify } from "./verify.js";
import { readZip } from "./zip.js";

let last = null;
let told = 0;

function tell(what, done, all) {
  // Not every step: messages cost more than the work between them.
  const now = Date.now();
  if (done < all && now - told < 80) return;
  told = now;
  self.postMessage({ kind: "progress", what, done, all });
}

self.onmessage = ({ data }) => {
  try {
    self.postMessage(answer(data));
  } catch (error) {
    self.postMessage({ kind: "refused", says: error.problem || error.message });
  }
};

function answer(data) {
  if (data.kind === "explain") return { kind: "explained", found: explain(last, data.id) };
  if (data.record !== undefined) return { kind: "disclosed", record: disclosedOf(data.record) };
  const files = data.zip === undefined ? new Map(data.files) : readZip(data.zip);
  const policy = data.policy.trim() === "" ? null : parsePolicy(`${data.policy.trim()}\n`);
  const { report, case: c } = verify(files, { crypto, policy, tell });
  last = c;
  return { kind: "verified", report, verdict: verdictOf(report.checks), draw: summaryOf(c) };
}

function disclosedOf(bytes) {
  const { record, digest, opened, withheld } = verifyOpening(bytes, "公开记录");
  const { number, version } = record;
  return {
    number, version, digest,
    opened: opened.map(({ name, value }) => [name, valueText(value)]),
    withheld: [...withheld],
  };
}

// What the page shows of the draw; null where the files cannot be read.
function summaryOf(c) {
  if (c.failed.has("manifest-canonical")) return null;
  const { manifest, result } = c;
  const { title, organisation, draw, task, mode, commitment, t0 } = manifest;
  const evenly = (one) => (one.size > 0 ? `${one.draw} ÷ ${one.size}` : "0");
  return {
    title, organisation, draw, task, mode, commitment, t0, seed: result.seed, base: manifest.ticketBase,
    subjects: manifest.files.find((one) => one.name === "subjects.csv").rows,
    voids: manifest.voids.length,
    replacements: c.replacements,
    strata: manifest.strata.map((one) => ({ code: one.code, title: one.title, size: one.size, draw: one.draw, mean: evenly(one) })),
    visits: result.visits.map((visit) => ({
      subject: visit.subject, strata: visit.strata, team: visit.team.map((slot) => [slot.inspector, slot.leader]),
    })),
  };
}
