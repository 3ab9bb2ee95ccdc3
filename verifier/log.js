// The log's texts: notes, checkpoints, proofs, entries (C2SP; spec log-v1).

import { concat, equalBytes, fromBase64, fromUtf8, toBase64, toHex, utf8 } from "./bytes.js";
import { parse as parseJson } from "./canonical.js";
import { refuse } from "./errors.js";
import { Fields } from "./fields.js";
import { nodeHash, sha256 } from "./sha256.js";
import * as times from "./times.js";

export const ED25519 = 1;
export const COSIGNATURE = 4;
const HEADER = "c2sp.org/tlog-proof@v1";
const DECIMAL = /^(0|[1-9][0-9]{0,15})$/;
const NAME = /^[^\x00-\x1f+\s\x85]+$/u;

export function parseVkey(text, file) {
  const [name, id, encoded, more] = text.split("+").length > 3 ? splitVkey(text) : text.split("+");
  const raw = encoded === undefined || more !== undefined ? null : fromBase64(encoded);
  if (raw === null || raw.length !== 33 || !NAME.test(name) || ![ED25519, COSIGNATURE].includes(raw[0])) {
    refuse("不是 名称+8 位十六进制+base64 形式的公钥", file);
  }
  const keyId = sha256(concat(utf8(`${name}\n`), raw)).subarray(0, 4);
  if (toHex(keyId) !== id) refuse(`公钥编号应为 ${toHex(keyId)}，实为 ${id}`, file);
  return { name, keyId, kind: raw[0], publicKey: raw.subarray(1), vkey: text };
}

// The base64 part may hold "+": only the first two part the fields.
function splitVkey(text) {
  const first = text.indexOf("+");
  const second = text.indexOf("+", first + 1);
  return [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
}

export function parseNote(text, file) {
  const at = text.lastIndexOf("\n\n");
  if (at <= 0 || !text.endsWith("\n")) refuse("应有正文、一个空行和签名行", file);
  const signatures = text.slice(at + 2, -1).split("\n").map((line) => signature(line, file));
  return { text: text.slice(0, at + 1), signatures };
}

export function parseCheckpoint(text, file) {
  const note = parseNote(text, file);
  const lines = note.text.slice(0, -1).split("\n");
  if (lines.length < 3 || lines.includes("")) refuse("检查点应有来源、大小、树根三行", file);
  return { origin: lines[0], size: decimal(lines[1], file), root: hash(lines[2], file), note, raw: text };
}

export function parseProof(bytes, file) {
  const text = plainText(bytes, file);
  const blank = text.indexOf("\n\n");
  const lines = text.slice(0, blank < 0 ? 0 : blank).split("\n");
  if (lines.shift() !== HEADER) refuse(`首行应为 ${HEADER}`, file);
  if (lines.length > 0 && lines[0].startsWith("extra ")) {
    if (fromBase64(lines.shift().slice(6)) === null) refuse("extra 不是 base64", file);
  }
  const index = /^index (.*)$/.exec(lines.shift() || "");
  if (index === null) refuse("应为 index 行", file);
  if (lines.length > 63) refuse("证明太长", file);
  return {
    index: decimal(index[1], file),
    hashes: lines.map((line) => hash(line, file)),
    checkpoint: parseCheckpoint(text.slice(blank + 2), file),
  };
}

export function parseEntry(bytes, file) {
  if (bytes.length > 65535) refuse("记录太长", file);
  const fields = new Fields(parseJson(bytes, file), file);
  fields.integer("v", 1, 1);
  const found = { type: fields.code("type"), at: fields.time("at") };
  const by = fields.child("by");
  found.by = { organisation: by.text("organisation"), role: by.text("role") };
  by.done();
  const about = fields.child("about");
  found.about = { kind: about.code("kind"), number: about.text("number") };
  about.done();
  found.public = fields.tested("public", (v) => v instanceof Map, "对象");
  found.private = fields.hexOrNull("private");
  fields.done();
  return found;
}

// Blocks of "old new" and hashes, parted by empty lines, each size once and ascending (6.2).
export function parseConsistency(bytes, file) {
  if (bytes.length === 0) return [];
  const text = plainText(bytes, file);
  let before = 0;
  return text.slice(0, -1).split("\n\n").map((block) => {
    const [sizes, ...hashes] = block.split("\n");
    const match = /^([1-9][0-9]{0,15}) ([1-9][0-9]{0,15})$/.exec(sizes);
    if (match === null || Number(match[1]) <= before) refuse("每段的首行应为两个升序的树大小", file);
    before = Number(match[1]);
    return { old: before, new: Number(match[2]), hashes: hashes.map((line) => hash(line, file)) };
  });
}

// The verified signatures of known keys; a known key with a bad signature is an error.
export function verifiedSignatures(note, keys, crypto, file) {
  const found = [];
  for (const one of note.signatures) {
    const key = keys.find((k) => k.name === one.name && equalBytes(k.keyId, one.keyId));
    if (key !== undefined) found.push(verifiedOne(note.text, key, one, crypto, file));
  }
  return found;
}

function verifiedOne(text, key, one, crypto, file) {
  let message = utf8(text);
  let value = one.value;
  let at = null;
  if (key.kind === COSIGNATURE) {
    if (value.length !== 72) refuse(`${key.name} 的见证签名不对`, file);
    const stamp = value.subarray(0, 8).reduce((sum, byte) => sum * 256 + byte, 0);
    if (stamp > times.seconds("9999-12-31T23:59:59Z")) refuse(`${key.name} 的见证时间不对`, file);
    at = times.text(stamp);
    message = utf8(`cosignature/v1\ntime ${stamp}\n${text}`);
    value = value.subarray(8);
  }
  if (!crypto.verifyEd25519(key.publicKey, message, value)) refuse(`${key.name} 的签名不对(公钥 ${key.vkey})`, file);
  return { key, at };
}

export function rootFromInclusion(leaf, index, size, proof, file) {
  if (index >= size) refuse(`没有第 ${index} 条`, file);
  let head = leaf;
  let [first, last] = [index, size - 1];
  const hashes = [...proof];
  while (last > 0) {
    if (first % 2 === 1) head = nodeHash(next(hashes, file), head);
    else if (first < last) head = nodeHash(head, next(hashes, file));
    [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
  }
  if (hashes.length > 0) refuse("证明太长", file);
  return head;
}

// RFC 6962 2.1.2 as in RFC 9162 2.1.4.2: both heads must follow from the proof.
export function requireConsistency(old, oldRoot, size, root, proof, file) {
  const hashes = [...proof];
  let [first, last] = [old - 1, size - 1];
  while (first % 2 === 1) [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
  let oldHead = first === 0 && isPowerOfTwo(old) ? oldRoot : next(hashes, file);
  let newHead = oldHead;
  while (last > 0) {
    if (first % 2 === 1) {
      const left = next(hashes, file);
      [oldHead, newHead] = [nodeHash(left, oldHead), nodeHash(left, newHead)];
    } else if (first < last) {
      newHead = nodeHash(newHead, next(hashes, file));
    }
    [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
  }
  if (hashes.length > 0 || !equalBytes(oldHead, oldRoot) || !equalBytes(newHead, root)) {
    refuse(`大小为 ${old} 的日志不是大小为 ${size} 的日志的开头`, file);
  }
}

// The tree head over leaf hashes; large lists are folded level by level.
export function rootOf(hashes) {
  if (hashes.length === 0) return sha256(new Uint8Array(0));
  let row = hashes;
  while (row.length > 1) {
    const above = [];
    for (let i = 0; i + 1 < row.length; i += 2) above.push(nodeHash(row[i], row[i + 1]));
    if (row.length % 2 === 1) above.push(row[row.length - 1]);
    row = above;
  }
  return row[0];
}

// The proof that a leaf is in the tree, as hashes from below.
export function inclusionProof(hashes, index) {
  const proof = [];
  let row = hashes;
  let at = index;
  while (row.length > 1) {
    const sibling = at ^ 1;
    if (sibling < row.length) proof.push(row[sibling]);
    const above = [];
    for (let i = 0; i + 1 < row.length; i += 2) above.push(nodeHash(row[i], row[i + 1]));
    if (row.length % 2 === 1) above.push(row[row.length - 1]);
    row = above;
    at >>= 1;
  }
  return proof;
}

const isPowerOfTwo = (n) => 2 ** Math.round(Math.log2(n)) === n;

function next(hashes, file) {
  if (hashes.length === 0) refuse("证明太短", file);
  return hashes.shift();
}

function signature(line, file) {
  const match = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line);
  const raw = match === null ? null : fromBase64(match[2]);
  if (raw === null || raw.length <= 4 || !NAME.test(match[1])) refuse("签名行写法不对", file);
  return { name: match[1], keyId: raw.subarray(0, 4), value: raw.subarray(4) };
}

function plainText(bytes, file) {
  let text;
  try {
    text = fromUtf8(bytes);
  } catch {
    refuse("不是 UTF-8", file);
  }
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x09\x0b-\x1f]/.test(text)) refuse("含有控制字符", file);
  if (!text.endsWith("\n")) refuse("末尾缺少换行", file);
  return text;
}

function decimal(text, file) {
  if (!DECIMAL.test(text) || !Number.isSafeInteger(Number(text))) refuse(`${text.slice(0, 30)} 不是十进制数`, file);
  return Number(text);
}

function hash(text, file) {
  const bytes = fromBase64(text);
  if (bytes === null || bytes.length !== 32) refuse("应为 base64 写的 32 字节散列", file);
  return bytes;
}

export { toBase64 };
