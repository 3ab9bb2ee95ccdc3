// A tlog-policy file: the logs and witnesses that a reader trusts (spec 7.2, log-v1 3).

import { refuse } from "./errors.js";
import { COSIGNATURE, ED25519, parseVkey, verifiedSignatures } from "./log.js";

export function parsePolicy(text, file = "policy") {
  const policy = { logs: [], witnesses: [], groups: [], quorum: undefined };
  const names = new Set();
  text.split("\n").forEach((line, index) => {
    const words = line.split(/[ \t]+/).filter((word) => word !== "");
    if (words.length > 0 && !words[0].startsWith("#")) {
      take(policy, names, words, (problem) => refuse(`第 ${index + 1} 行：${problem}`, file));
    }
  });
  if (policy.quorum === undefined) refuse("缺少 quorum 行", file);
  return policy;
}

function take(policy, names, [verb, ...rest], no) {
  const define = (name) => {
    if (name === "none" || names.has(name)) no(`名称 ${name} 已有定义`);
    names.add(name);
  };
  const known = (name) => names.has(name) || no(`名称 ${name} 在前面没有定义`);
  if (verb === "log" && rest.length >= 1) policy.logs.push(keyOf(rest[0], ED25519, no));
  else if (verb === "witness" && rest.length >= 2) {
    define(rest[0]);
    policy.witnesses.push({ name: rest[0], key: keyOf(rest[1], COSIGNATURE, no) });
  } else if (verb === "group" && rest.length >= 3) {
    const [name, wanted, ...members] = rest;
    members.forEach(known);
    const threshold = wanted === "any" ? 1 : wanted === "all" ? members.length : Number(wanted);
    if (!Number.isInteger(threshold) || threshold < 1 || threshold > members.length) no("人数不对");
    define(name);
    policy.groups.push({ name, threshold, members });
  } else if (verb === "quorum" && rest.length === 1 && policy.quorum === undefined) {
    if (rest[0] !== "none") known(rest[0]);
    policy.quorum = rest[0] === "none" ? null : rest[0];
  } else no(`${verb} 一行写法不对`);
}

function keyOf(vkey, kind, no) {
  const key = parseVkey(vkey, "policy");
  if (key.kind !== kind) no("公钥的类型不对");
  return key;
}

// The earliest time by which the policy's witnesses had seen a checkpoint, or null (7.2).
export function cosignedAt(policy, checkpoint, crypto, file) {
  const keys = [...policy.logs, ...policy.witnesses.map((one) => one.key)];
  const signed = verifiedSignatures(checkpoint.note, keys, crypto, file);
  if (!signed.some((one) => policy.logs.includes(one.key) && one.key.name === checkpoint.origin)) {
    refuse("没有已知日志密钥的签名", file);
  }
  const times = new Map();
  for (const witness of policy.witnesses) {
    const seen = signed.filter((one) => one.key === witness.key).map((one) => one.at).sort();
    if (seen.length > 0) times.set(witness.name, seen[0]);
  }
  const ascending = [...times.values()].sort();
  if (policy.quorum === null) return ascending.length > 0 ? ascending[0] : null;
  return ascending.find((at) => isReached(policy, [...times].filter((pair) => pair[1] <= at).map((pair) => pair[0]))) || null;
}

function isReached(policy, witnesses) {
  const reached = new Set(witnesses);
  for (const group of policy.groups) {
    if (group.members.filter((one) => reached.has(one)).length >= group.threshold) reached.add(group.name);
  }
  return reached.has(policy.quorum);
}
