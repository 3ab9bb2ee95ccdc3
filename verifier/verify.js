// Repeat everything and report every check by name (spec 7).

import { forcedSlots } from "./assignment.js";
import { Case } from "./case.js";
import * as before from "./checks-before.js";
import * as draw from "./checks-draw.js";
import * as log from "./checks-log.js";
import { BlockedError, VerifyError } from "./errors.js";
import { beijing } from "./times.js";

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
  for (const stratum of manifest.strata) {
    if (stratum.size > 0 && stratum.draw === stratum.size) {
      found.push(`层 ${stratum.code} 全查，不是随机：${stratum.size} 家全部抽中`);
    }
  }
  if (!c.failed.has("selection")) {
    const forced = forcedSlots(c.demands, rosters.inspectors, c.barred);
    if (forced > 0) found.push(`${forced} 处名额可选的人不到所需的两倍，接近指定`);
  }
  const texts = new Map(manifest.exclusionReasons.map((reason) => [reason.code, reason.text]));
  const counts = new Map();
  for (const row of rosters.exclusions) counts.set(row.reason, (counts.get(row.reason) || 0) + 1);
  for (const code of [...counts.keys()].sort()) found.push(`不可抽 ${counts.get(code)} 家：${texts.get(code)}(${code})`);
  const listed = rosters.subjects.length + rosters.exclusions.length;
  found.push(`名录库 ${manifest.directory.size} 家，本次名单 ${listed} 家，相差 ${manifest.directory.size - listed} 家`);
  found.push(`递补 ${c.replacements} 次，占抽中 ${c.result.visits.length} 家`);
  return found;
}
