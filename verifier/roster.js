// The four roster files (spec 1.5, 2.1).

import { ascii, isAscii } from "./bytes.js";
import { isCode } from "./canonical.js";
import { refuse } from "./errors.js";
import { leafHashOf } from "./sha256.js";

export const NAMES = ["conflicts.csv", "exclusions.csv", "inspectors.csv", "subjects.csv"];
const HEADERS = {
  "subjects.csv": "id,tickets,strata",
  "exclusions.csv": "id,reason",
  "inspectors.csv": "id,pools,load,limit",
  "conflicts.csv": "inspector,subject,class",
};
const NUMBER = /^(0|[1-9][0-9]{0,5})$/;

export function read(files) {
  const subjects = table("subjects.csv", files, 1, (f, at) => {
    const tickets = number(f[1], at);
    if (tickets < 1 || tickets > 10) at("签数应为 1 到 10");
    return { id: code(f[0], at), tickets, strata: list(f[2], at) };
  });
  const exclusions = table("exclusions.csv", files, 1, (f, at) => ({ id: code(f[0], at), reason: code(f[1], at) }));
  const inspectors = table("inspectors.csv", files, 1, (f, at) => ({
    id: code(f[0], at), pools: list(f[1], at), load: number(f[2], at), limit: number(f[3], at),
  }));
  const conflicts = table("conflicts.csv", files, 2, (f, at) => {
    if (f[2] !== "hard" && f[2] !== "soft") at("class 应为 hard 或 soft");
    return { inspector: code(f[0], at), subject: code(f[1], at), kind: f[2] };
  });
  requireFit({ subjects, exclusions, inspectors, conflicts });
  return { subjects, exclusions, inspectors, conflicts };
}

// The leaves of candidates_root: the lines of subjects, then of exclusions, without LF (2.4).
export function candidateLeaves(files, tell = () => {}) {
  const leaves = [];
  for (const name of ["subjects.csv", "exclusions.csv"]) {
    const bytes = files.get(name);
    let start = bytes.indexOf(10) + 1;
    for (let end = bytes.indexOf(10, start); end >= 0; end = bytes.indexOf(10, start)) {
      leaves.push(leafHashOf(bytes, start, end));
      start = end + 1;
      if (leaves.length % 20000 === 0) tell(leaves.length);
    }
  }
  return leaves;
}

export function requireDeclared(manifest, rosters) {
  const strata = new Set(manifest.strata.map((one) => one.code));
  const reasons = new Set(manifest.exclusionReasons.map((one) => one.code));
  const pools = new Set(manifest.strata.flatMap((one) => one.team.map((need) => need.pool)));
  requireKnown("subjects.csv", rosters.subjects, (row) => row.strata, strata);
  requireKnown("exclusions.csv", rosters.exclusions, (row) => [row.reason], reasons);
  requireKnown("inspectors.csv", rosters.inspectors, (row) => row.pools, pools);
}

function requireKnown(file, rows, codes, known) {
  rows.forEach((row, at) => {
    for (const one of codes(row)) {
      if (!known.has(one)) refuse(`第 ${at + 2} 行：${one} 没有在 manifest.json 中声明`, file);
    }
  });
}

function table(name, files, keys, read) {
  const lines = linesOf(name, files.get(name));
  const width = HEADERS[name].split(",").length;
  let before = [];
  return lines.map((line, index) => {
    const at = (problem) => refuse(`第 ${index + 2} 行：${problem}`, name);
    const fields = line.split(",");
    if (fields.length !== width) at(`应有 ${width} 个字段，实有 ${fields.length} 个`);
    const key = fields.slice(0, keys);
    if (!isAbove(before, key)) at("重复或没有按升序排列");
    before = key;
    return read(fields, at);
  });
}

function isAbove(before, key) {
  if (before.length === 0) return true;
  for (let i = 0; i < key.length; i++) {
    if (before[i] !== key[i]) return before[i] < key[i];
  }
  return false;
}

function linesOf(name, bytes) {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) refuse("第 1 行：以 BOM 开头", name);
  if (bytes.includes(13)) refuse("含有回车符(CR)", name);
  if (!isAscii(bytes)) refuse("含有 ASCII 以外的字符", name);
  const lines = ascii(bytes).split("\n");
  if (lines.pop() !== "") refuse("最后一行没有以换行符结束", name);
  if (lines.shift() !== HEADERS[name]) refuse(`第 1 行：表头应为 ${HEADERS[name]}`, name);
  lines.forEach((line, index) => {
    if (line === "") refuse(`第 ${index + 2} 行：是空行`, name);
    if (line.length > 65535) refuse(`第 ${index + 2} 行：太长`, name);
  });
  return lines;
}

const known = new Map();

function list(text, at) {
  if (!known.has(text)) {
    const members = text.split(" ");
    for (const member of members) code(member, at);
    for (let i = 1; i < members.length; i++) {
      if (!(members[i - 1] < members[i])) at("列表重复或没有按升序排列");
    }
    if (known.size > 100000) known.clear();
    known.set(text, members);
  }
  return known.get(text);
}

function code(text, at) {
  if (!isCode(text)) at(`${text.slice(0, 60)} 不是代码`);
  return text;
}

function number(text, at) {
  if (!NUMBER.test(text)) at(`${text.slice(0, 60)} 不是 0 到 999999 的整数`);
  return Number(text);
}

function requireFit({ subjects, exclusions, inspectors, conflicts }) {
  const drawable = new Set(subjects.map((row) => row.id));
  const people = new Set(inspectors.map((row) => row.id));
  exclusions.forEach((row, at) => {
    if (drawable.has(row.id)) refuse(`第 ${at + 2} 行：${row.id} 同时在 subjects.csv 中`, "exclusions.csv");
  });
  conflicts.forEach((row, at) => {
    if (!people.has(row.inspector)) refuse(`第 ${at + 2} 行：${row.inspector} 不在 inspectors.csv 中`, "conflicts.csv");
    if (!drawable.has(row.subject)) refuse(`第 ${at + 2} 行：${row.subject} 不在 subjects.csv 中`, "conflicts.csv");
  });
}
