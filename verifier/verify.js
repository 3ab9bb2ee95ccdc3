// Repeat everything and report every check by name (spec 7).

import { forcedSlots } from "./assignment.js";
import { Case } from "./case.js";
import * as before from "./checks-before.js";
import * as draw from "./checks-draw.js";
import * as log from "./checks-log.js";
import { BlockedError, VerifyError } from "./errors.js";
import { beijing } from "./times.js";

const SHOWN = 5;

export const CHECKS = {
  "folder-files": before.folderFiles,
  "manifest-canonical": before.manifestCanonical,
  "roster-format": before.rosterFormat,
  "roster-digests": before.rosterDigests,
  "candidates-root": before.candidatesRoot,
  "strata-counts": before.strataCounts,
  "log-key": log.logKey,
  "log-order": log.logOrder,
  "commitment-logged": log.commitmentLogged,
  "sealed-before-t0": log.sealedBeforeT0,
  "reveals-before-t0": log.revealsBeforeT0,
  uniqueness: log.uniqueness,
  "source-values": before.sourceValues,
  "witness-commitments": before.witnessCommitments,
  "drand-signature": before.drandSignature,
  "lottery-notice": before.lotteryNotice,
  "secret-commitment": before.secretCommitment,
  assurance: before.assurance,
  seed: before.seed,
  numbers: draw.numbers,
  selection: draw.selection,
  "assignment-complete": draw.assignmentComplete,
  "assignment-quotas": draw.assignmentQuotas,
  "assignment-order": draw.assignmentOrder,
  replacements: draw.replacements,
  "result-logged": log.resultLogged,
  "log-consistency": log.logConsistency,
  deadline: log.deadline,
  voids: log.voids,
};

// Made in this order, what a check reads has been judged by the check that answers for it.
const FIRST = ["manifest-canonical", "roster-format", "folder-files", "log-consistency", "log-order"];

// `files` maps names to bytes; `policy` is null or a parsed policy; `tell(what, done, all)` is told
// how far it is. Gives the report of clause 7.7 and the case, for explanations.
export function verify(files, { crypto, policy = null, tell = () => {} }) {
  const c = new Case(files, crypto, policy, tell);
  const made = new Map();
  const names = Object.keys(CHECKS);
  const order = [...FIRST, ...names.filter((name) => !FIRST.includes(name))];
  order.forEach((name, done) => {
    tell("核对", done, order.length);
    made.set(name, run(name, c));
    if (made.get(name).outcome === "failed") c.failed.add(name);
  });
  tell("核对", order.length, order.length);
  const isReadable = !c.failed.has("manifest-canonical");
  const report = {
    format: "mingqian-report/1",
    draw: isReadable ? c.manifest.draw : null,
    checks: names.map((name) => made.get(name)),
    notes: notes(c),
  };
  return { report, case: c };
}

function run(name, c) {
  const check = { name, outcome: "failed", says: "", where: null, expected: null, found: null, blocked_by: null };
  try {
    return { ...check, ...CHECKS[name](c) };
  } catch (error) {
    if (error instanceof BlockedError) return { ...check, says: error.message, blocked_by: error.check };
    if (!(error instanceof VerifyError)) return { ...check, says: `读不懂：${error.message}` };
    const { problem, where, expected, found } = error;
    return { ...check, says: problem, where, expected, found };
  }
}

// What no mathematics forbids, in plain words (7.5).
function notes(c) {
  if (["manifest-canonical", "roster-format", "strata-counts"].some((name) => c.failed.has(name))) return [];
  const { manifest, rosters } = c;
  const found = [`t0:${manifest.t0}(北京时间 ${beijing(manifest.t0)})`];
  for (const stratum of manifest.strata) found.push(...stratumNotes(stratum, rosters.subjects));
  found.push(...forcedNotes(c));
  const texts = new Map(manifest.exclusionReasons.map((reason) => [reason.code, reason.text]));
  const counts = new Map();
  for (const row of rosters.exclusions) counts.set(row.reason, (counts.get(row.reason) || 0) + 1);
  for (const code of [...counts.keys()].sort()) found.push(`不可抽 ${counts.get(code)} 家：${texts.get(code)}(${code})`);
  const listed = rosters.subjects.length + rosters.exclusions.length;
  found.push(`名录库 ${manifest.directory.size} 家，本次名单 ${listed} 家，相差 ${manifest.directory.size - listed} 家`);
  if (manifest.directory.root === null) found.push("名录没有留根：备料时读到的名录事后无从核对(draw-v1 2.7)");
  found.push(`递补 ${c.replacements} 次，占抽中 ${c.result.visits.length} 家`);
  return found;
}

function stratumNotes({ code, size, draw }, subjects) {
  const found = [];
  if (size > 0 && draw === size) found.push(`层 ${code} 全查，不是随机：${size} 家全部抽中`);
  for (const one of chances(code, draw, subjects)) {
    // Integers only: chance < mean / 2 and chance > mean · 2, with mean = draw / size.
    const [left, right] = [one.part * BigInt(size), BigInt(draw) * one.whole];
    const who = `层 ${code} 签数 ${one.tickets} 的 ${one.count} 家机会`;
    if (left * 2n < right) found.push(`${who}不到平均的一半`);
    if (left > right * 2n) found.push(`${who}超过平均的两倍`);
  }
  return found;
}

// k·w/Σw for each number of tickets, capped at certainty: who is certain leaves the rest to others.
function chances(code, draw, subjects) {
  const holders = new Map();
  for (const one of subjects) {
    if (one.strata.includes(code)) holders.set(one.tickets, (holders.get(one.tickets) || 0) + 1);
  }
  let open = [...holders].sort((a, b) => a[0] - b[0]).map(([tickets, count]) => ({ tickets, count }));
  const all = open;
  let left = draw;
  while (open.length > 0) {
    const weight = open.reduce((sum, one) => sum + one.tickets * one.count, 0);
    const certain = open.filter((one) => left * one.tickets >= weight);
    for (const one of open) [one.part, one.whole] = [BigInt(left) * BigInt(one.tickets), BigInt(weight)];
    for (const one of certain) [one.part, one.whole] = [1n, 1n];
    if (certain.length === 0) break;
    left -= certain.reduce((sum, one) => sum + one.count, 0);
    open = open.filter((one) => !certain.includes(one));
  }
  return all;
}

function forcedNotes(c) {
  if (c.failed.has("selection") || c.failed.has("seed")) return [];
  const slots = forcedSlots(c.demands, c.rosters.inspectors, c.barred);
  if (slots.length === 0) return [];
  const named = slots.slice(0, SHOWN).map((one) => `${one.subject} 的 ${one.pool} 组`).join("、");
  const more = slots.length > SHOWN ? "等" : "";
  return [`${slots.length} 处名额可选的人不到所需的两倍，接近指定：${named}${more}`];
}
