// Read an evidence zip with suspicion (spec 6.2): every file once, no tricks, no bombs.

import { fromUtf8 } from "./bytes.js";
import { refuse } from "./errors.js";
import { inflate } from "./inflate.js";

const MAX_FILES = 20000;
const MAX_BYTES = 2 ** 30;
const MAX_RATIO = 1000;
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

export function readZip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff || count > MAX_FILES) refuse("压缩包太大或不是普通的 zip");
  const files = new Map();
  let total = 0;
  for (let i = 0; i < count; i++) {
    const member = central(view, bytes, at);
    at = member.next;
    total += member.size;
    if (total > MAX_BYTES) refuse("压缩包解开太大");
    requireHarmless(member, files);
    files.set(member.name, data(view, bytes, member));
  }
  return files;
}

function endOf(view) {
  for (let at = view.byteLength - 22; at >= 0 && at > view.byteLength - 65558; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  refuse("不是 zip 压缩包，或者不完整");
}

function central(view, bytes, at) {
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) refuse("压缩包的目录损坏");
  const nameLength = view.getUint16(at + 28, true);
  let name;
  try {
    name = fromUtf8(bytes.subarray(at + 46, at + 46 + nameLength));
  } catch {
    refuse("压缩包里的文件名不是 UTF-8");
  }
  return {
    name,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    mode: view.getUint32(at + 38, true) >>> 16,
    local: view.getUint32(at + 42, true),
    next: at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true),
  };
}

function requireHarmless(member, files) {
  const { name } = member;
  const parts = name.split("/");
  if (name.startsWith("/") || /[\\:]/.test(name) || parts.some((part) => ["", ".", ".."].includes(part))) {
    refuse(`文件名 ${name} 不允许`);
  }
  if (files.has(name)) refuse(`文件 ${name} 出现两次`);
  if (member.flags & 1) refuse(`文件 ${name} 加了密`);
  if ((member.mode & 0xf000) === 0xa000) refuse(`文件 ${name} 是链接`);
  if (member.size > 2 ** 20 && member.size > member.packed * MAX_RATIO) refuse(`文件 ${name} 疑为压缩炸弹`);
}

function data(view, bytes, member) {
  const { name, local } = member;
  if (local + 30 > view.byteLength || view.getUint32(local, true) !== LOCAL) refuse(`文件 ${name} 损坏`);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = bytes.subarray(start, start + member.packed);
  let found = packed;
  if (member.method === 8) found = inflate(packed, member.size, () => refuse(`文件 ${name} 损坏`));
  else if (member.method !== 0) refuse(`文件 ${name} 的压缩方法不认识`);
  if (found.length !== member.size || crc32(found) !== member.crc) refuse(`文件 ${name} 损坏`);
  return found;
}

const CRC = new Uint32Array(256).map((_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c >>> 0;
});

function crc32(bytes) {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) c = CRC[(c ^ bytes[i]) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
