// Published records of which some fields are withheld (spec disclosure-v1).

import { isCode, parse, write } from "./canonical.js";
import { utf8 } from "./bytes.js";
import { refuse } from "./errors.js";
import { Fields } from "./fields.js";
import { digest } from "./sha256.js";

const FORMAT = "disclosure-v1";
const OPENING_FORMAT = "disclosure-opening-v1";
const TAG = "mingqian disclosure-v1 field";
const MAX_DEPTH = 8;
const MAX_FIELDS = 1000;
const MAX_VERSION = 100000;
const SALT_DIGITS = 32;

// Gives record, digest, opened fields and reasons of the withheld ones; throws a VerifyError.
export function verifyOpening(bytes, file) {
  const fields = new Fields(parse(bytes, file), file);
  fields.word("format", OPENING_FORMAT);
  const written = fields.take("record");
  const record = readRecord(new Fields(written, file, "record"));
  const opened = fields.objects("opened", readOpened);
  fields.requireOrdered("opened", opened.map((field) => field.name));
  const withheld = readReasons(fields.child("withheld"));
  fields.done();
  requireCommitted(record, opened, file);
  requireEveryField(record, opened, withheld, file);
  return { record, digest: digest(utf8(write(written))), opened, withheld };
}

export const commitment = (name, salt, value) => digest(utf8(write([TAG, name, salt, value])));

function readRecord(fields) {
  fields.word("format", FORMAT);
  const version = fields.integer("version", 1, MAX_VERSION);
  const record = {
    kind: fields.code("kind"),
    number: fields.text("number"),
    version,
    previous: readPrevious(fields, version),
    fields: readCommitments(fields.child("fields")),
  };
  fields.done();
  return record;
}

function readPrevious(fields, version) {
  if (version > 1) return fields.hex("previous");
  if (fields.take("previous") !== "") fields.refuse("第 1 版的 previous 应为空，以后各版应是上一版的摘要");
  return "";
}

function readCommitments(fields) {
  const names = [...fields.left.keys()];
  if (names.length < 1 || names.length > MAX_FIELDS) {
    fields.refuse(`字段应有 1 到 ${MAX_FIELDS} 个，实有 ${names.length} 个`);
  }
  for (const name of names) {
    if (!isCode(name)) fields.refuse(`字段名 '${name}' 应是 1–64 个字母、数字或 ._- 组成的代码`);
  }
  return new Map(names.map((name) => [name, fields.hex(name)]));
}

function readOpened(fields) {
  return { name: fields.code("name"), salt: fields.hex("salt", SALT_DIGITS), value: fields.take("value") };
}

function readReasons(fields) {
  return new Map([...fields.left.keys()].map((name) => [name, fields.text(name)]));
}

function requireCommitted(record, opened, file) {
  for (const { name, salt, value } of opened) {
    if (!record.fields.has(name)) refuse(`封存的记录里没有字段 ${name}`, file);
    if (depth(value) > MAX_DEPTH) refuse(`嵌套超过 ${MAX_DEPTH} 层`, file);
    if (commitment(name, salt, value) !== record.fields.get(name)) {
      refuse(`字段 ${name} 与当时封存的不符：内容或盐被改过`, file);
    }
  }
}

function requireEveryField(record, opened, withheld, file) {
  const shown = new Set(opened.map((field) => field.name));
  const names = [...new Set([...record.fields.keys(), ...withheld.keys()])].sort();
  for (const name of names) {
    const isRight = record.fields.has(name) && shown.has(name) !== withheld.has(name);
    if (!isRight) refuse(`字段 ${name} 既要公开又不公开，或者两样都没有写`, file);
  }
}

function depth(value) {
  if (value === null || typeof value !== "object") return 0;
  return 1 + [...value.values()].reduce((most, member) => Math.max(most, depth(member)), 0);
}

// A value as one line of text for people.
export function valueText(value) {
  if (value === null) return "无";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.map(valueText).join("、");
  if (value instanceof Map) return [...value].map(([name, member]) => `${name}：${valueText(member)}`).join("；");
  return String(value);
}

