// Checks of the log entries, their proofs and their times (spec 6.2, 6.4, 7.2–7.4, 7.6).

import { equalBytes, toHex } from "./bytes.js";
import { write } from "./canonical.js";
import * as declaration from "./declaration.js";
import { refuse, requireEqual, VerifyError } from "./errors.js";
import * as evidence from "./evidence.js";
import { parseConsistency, requireConsistency, rootFromInclusion, verifiedSignatures } from "./log.js";
import { sealedFields } from "./manifest.js";
import { byEye, passed, selfAsserted } from "./outcomes.js";
import { cosignedAt } from "./policy.js";
import { digest, leafHash } from "./sha256.js";
import { hasValue, isNone } from "./sources.js";
import * as times from "./times.js";
import { requireStamped } from "./timestamp.js";

const UNJUDGED = "(附有时间戳，格式和摘要都对；签名要用时间戳机构的根证书核对：mingqian verify --tsa-roots)";
const BARE = "(附有时间戳，格式和摘要都对；但里面没有签发机构的证书，核对不了签名)";
// A public source that never came leaves a day more to say so and to hold (spec 3.2).
const GRACE = 24 * 3600;

export function logKey(c) {
  const key = c.logKey;
  for (const [name, proof] of allProofs(c)) {
    requireEqual("检查点的来源与公钥的名称不一样", name, key.name, proof.checkpoint.origin);
    if (verifiedSignatures(proof.checkpoint.note, [key], c.crypto, name).length === 0) {
      throw new VerifyError("检查点没有日志公钥的签名", { where: name, expected: key.vkey, found: "没有" });
    }
  }
  if (c.policy === null) return byEye(`请与公示网站、纪要或往次抽取上的日志公钥核对：${key.vkey}`);
  const known = c.policy.logs.map((one) => one.vkey);
  if (!known.includes(key.vkey)) {
    throw new VerifyError("日志公钥不是配置中的公钥", { where: "log/vkey", expected: known.join("、"), found: key.vkey });
  }
  return passed("日志公钥是配置中的公钥，每个检查点都有它的签名");
}

function allProofs(c) {
  const early = c.earlyProofs().map(([event, proof]) => [evidence.earlyProofFile(event), proof]);
  return [...early, ...c.events.map((event) => [evidence.finalProofFile(event), c.finalProof(event)])];
}

export function logOrder(c) {
  for (const event of c.events) requireForm(c, event, c.entry(event));
  for (const [event, proof] of c.earlyProofs()) {
    const where = evidence.earlyProofFile(event);
    requireEqual("同一条记录在两个检查点下的序号不一样", where, c.finalProof(event).index, proof.index);
  }
  requireSequence(c);
  const byIndex = [...c.events].sort((a, b) => c.finalProof(a).index - c.finalProof(b).index);
  for (let i = 1; i < byIndex.length; i++) {
    const [before, after] = [c.entry(byIndex[i - 1]).at, c.entry(byIndex[i]).at];
    if (before > after) {
      throw new VerifyError("记录的时间倒退", {
        where: evidence.entryFile(byIndex[i]), expected: `不早于 ${before}`, found: after,
      });
    }
  }
  return passed(`${c.events.length} 条记录次序正确，时间不倒退`);
}

function requireForm(c, event, entry) {
  const where = evidence.entryFile(event);
  const [word, position] = event.split("-");
  const kind = word === "reveal" ? "revealed" : word;
  requireEqual("记录的类型不对", where, `draw.${kind}`, entry.type);
  requireEqual("记录不是关于这次抽取的", where, ["draw", c.manifest.draw], [entry.about.kind, entry.about.number]);
  requireEqual("记录的字段不对", where, fieldNames(c, kind, position, entry).sort(), [...entry.public.keys()].sort());
  if (kind !== "revealed") return;
  requireEqual("来源的序号不对", where, Number(position), entry.public.get("source"));
  if (entry.public.has("declared_by")) declaration.read(entry.public, where);
}

function fieldNames(c, kind, position, entry) {
  if (kind === "sealed") return ["commitment", "mode", "task", "sources", "t0", "deadline"];
  if (kind === "held") return ["commitment", "result"];
  if (kind === "opened") return ["secret"];
  if (kind === "replaced") return ["commitment", "visit", "out", "in", "why", entry.public.has("pool") ? "pool" : "stratum"];
  const source = c.manifest.sources[position - 1];
  const isHidden = c.manifest.mode === "sealed" && source.kind === "witness";
  const declared = isNone(source, entry.public.get("value")) ? declaration.FIELDS : [];
  return ["source", isHidden ? "digest" : "value", ...declared];
}

function requireSequence(c) {
  const index = (event) => c.finalProof(event).index;
  const reveals = c.manifest.sources.map((_, at) => `reveal-${at + 1}`);
  const chains = [...reveals.map((one) => ["sealed", one, "held"]), c.events.slice(1 + reveals.length)];
  for (const chain of chains) {
    for (let i = 1; i < chain.length; i++) {
      if (index(chain[i - 1]) >= index(chain[i])) {
        throw new VerifyError(`${chain[i - 1]} 应在 ${chain[i]} 之前记录`, {
          where: evidence.entryFile(chain[i]), expected: `序号大于 ${index(chain[i - 1])}`, found: String(index(chain[i])),
        });
      }
    }
  }
}

export function commitmentLogged(c) {
  const entry = c.entry("sealed").public;
  for (const [name, expected] of Object.entries(sealedFields(c.manifest))) {
    const value = entry.get(name);
    const found = name === "sources" && value !== undefined ? write(value) : value;
    requireEqual("封存记录与清单不一样", `log/sealed.entry ${name}`, expected, found);
  }
  requireIncluded(c, "sealed", "log/sealed.proof");
  requireIncluded(c, "sealed", "log/sealed-final.proof");
  return passed(`封存码 ${c.manifest.commitment.slice(0, 8)}… 在日志里，与清单一样`);
}

export function resultLogged(c) {
  const entry = c.entry("held").public;
  requireEqual("抽取记录与结果不一样", "log/held.entry commitment", c.manifest.commitment, entry.get("commitment"));
  requireEqual("抽取记录与结果不一样", "log/held.entry result", digest(c.file("result.json")), entry.get("result"));
  requireIncluded(c, "held", "log/held.proof");
  return passed("结果的摘要在日志里");
}

export function logConsistency(c) {
  const final = c.finalProof("sealed").checkpoint;
  for (const event of c.events) {
    const name = evidence.finalProofFile(event);
    requireEqual("各条记录的证明不在同一个检查点下", name, head(final), head(c.proof(name).checkpoint));
    requireIncluded(c, event, name);
  }
  const early = new Map();
  for (const [event, { checkpoint }] of c.earlyProofs()) {
    requireIncluded(c, event, evidence.earlyProofFile(event));
    const same = checkpoint.size === final.size ? final : early.get(checkpoint.size);
    if (same !== undefined) requireEqual("同一大小有两个不同的检查点", "log/", head(same), head(checkpoint));
    if (checkpoint.size !== final.size) early.set(checkpoint.size, checkpoint);
  }
  const where = "log/consistency";
  const given = parseConsistency(c.file(where), where);
  const sizes = [...early.keys()].sort((a, b) => a - b).map((size) => [size, final.size]);
  requireEqual("一致性证明的大小不一样", where, sizes, given.map((one) => [one.old, one.new]));
  for (const one of given) requireConsistency(one.old, early.get(one.old).root, final.size, final.root, one.hashes, where);
  return passed(`${c.events.length} 条记录都在大小为 ${final.size} 的日志里`);
}

const head = (checkpoint) => `${checkpoint.size} ${toHex(checkpoint.root)}`;

function requireIncluded(c, event, name) {
  const { index, hashes, checkpoint } = c.proof(name);
  const found = rootFromInclusion(leafHash(c.file(evidence.entryFile(event))), index, checkpoint.size, hashes, name);
  if (!equalBytes(found, checkpoint.root)) {
    throw new VerifyError("记录不在检查点的日志里", { where: name, expected: toHex(checkpoint.root), found: toHex(found) });
  }
}

export function uniqueness() {
  return byEye("仅凭证据夹看不出有没有另一次抽取；请提供整个日志(命令行可以核对)，或查看公示的全部抽取");
}

export function voids(c) {
  return byEye(`清单列出作废 ${c.manifest.voids.length} 次；请与公示页上本任务的作废次数核对`);
}

export function sealedBeforeT0(c) {
  const latest = times.shift(c.manifest.t0, -1800);
  const { at } = c.entry("sealed");
  if (at > latest) throw new VerifyError("封存得太晚", { where: "log/sealed.entry at", expected: `不晚于 ${latest}`, found: at });
  return dated(c, ["sealed"], latest, `封存于 ${at}`);
}

export function revealsBeforeT0(c) {
  const hidden = [];
  for (const { source, given, position } of c.valued) {
    const { at } = c.entry(`reveal-${position}`);
    const [earliest, latest] = windowOf(c, source, given.value);
    if (at < earliest || at > latest) {
      throw new VerifyError("来源的数不在规定的时间记录", {
        where: `log/reveal-${position}.entry at`, expected: `${earliest || "封存"} 至 ${latest}`, found: at,
      });
    }
    // An absence must be dated too: whoever may backdate it has two seeds to choose from.
    if (source.kind === "witness") hidden.push(`reveal-${position}`);
    else requireToken(c, `reveal-${position}`);
  }
  // Dice come after the witnesses: their time is t0, and log-order keeps the times ascending.
  if (hidden.length === 0) return passed("没有需要在 t0 之前给出的数；公开数不早于其时间");
  return dated(c, hidden, times.shift(c.manifest.t0, -1), "见证人的数或缺席在 t0 之前记录");
}

function windowOf(c, source, value) {
  const { t0, deadline } = c.manifest;
  const before = times.shift(t0, -1);
  if (source.kind === "witness") return hasValue(source, value) ? ["", before] : [times.shift(t0, -600), before];
  if (!hasValue(source, value)) return [deadline, times.shift(deadline, GRACE)];
  if (source.kind !== "dice") return [source.time, deadline];
  const others = c.manifest.sources.filter((s) => s.time !== null && s.kind !== "dice").map((s) => s.time);
  return [source.time, [...others, deadline].sort()[0]];
}

export function deadline(c) {
  const { at } = c.entry("held");
  const isLate = c.valued.some(({ source, given }) => source.time !== null && !hasValue(source, given.value));
  const latest = isLate ? times.shift(c.manifest.deadline, GRACE) : c.manifest.deadline;
  if (at > latest) {
    throw new VerifyError("结果晚于截止时间", { where: "log/held.entry at", expected: `不晚于 ${latest}`, found: at });
  }
  return dated(c, ["held"], latest, `结果记录于 ${at}`);
}

// The log's own times prove nothing: only an outside witness dates them (7.2).
function dated(c, events, latest, said) {
  const dates = events.map((event) => dateOf(c, event, latest));
  if (dates.every((one) => one.isInTime)) return passed(`${said};${[...new Set(dates.map((one) => one.says))].join(";")}`);
  const remarks = [...new Set(dates.filter((one) => !one.isInTime).map((one) => one.says))].join("");
  return selfAsserted(`${said}：这只是本机构自己的话，没有外部见证证明时间${remarks}`);
}

function dateOf(c, event, latest) {
  const name = evidence.earlyProofFile(event);
  if (!c.files.has(name)) return { isInTime: false, says: "" };
  c.requirePassed("log-consistency", "log-key");
  const remark = requireToken(c, event);
  const seen = c.policy === null ? null : cosignedAt(c.policy, c.proof(name).checkpoint, c.crypto, name);
  if (seen !== null && seen <= latest) return { isInTime: true, says: `外部见证于 ${seen}` };
  return { isInTime: false, says: remark };
}

// A time stamp's form and what it stamps; who signed it needs roots, which a page has not (6.6).
function requireToken(c, event) {
  const token = evidence.tokenFile(event);
  const name = evidence.earlyProofFile(event);
  if (!c.files.has(token) || !c.files.has(name)) return "";
  c.requirePassed("log-consistency", "log-key");
  const hasCertificates = requireStamped(c.files.get(token), digest(c.proof(name).checkpoint.raw), token);
  return hasCertificates ? UNJUDGED : BARE;
}
