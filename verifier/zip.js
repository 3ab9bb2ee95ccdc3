// The one form of an evidence zip (spec 6.5): every byte is accounted for, so that two programs
// never see two contents; what is not as it must be is named with the way out.

import { equalBytes, fromUtf8 } from "./bytes.js";
import { refuse } from "./errors.js";
import { inflate } from "./inflate.js";

const MAX_FILES = 20000;
const MAX_BYTES = 2 ** 30;
const MAX_RATIO = 1000;
const RATIO_FROM = 2 ** 20;
const TOO_LARGE = `压缩包太大：打包的和解开的都不得超过 ${MAX_BYTES} 字节，文件不得超过 ${MAX_FILES} 个`;
const ORIGINAL = "。请用公示页下载的原文件";
const UNPACK = "；这一份是重新打包过的，也可以把它解开，再核对解开的文件夹";

const [END, END_SIZE] = [0x06054b50, 22];
const [CENTRAL, CENTRAL_SIZE] = [0x02014b50, 46];
const [LOCAL, LOCAL_SIZE] = [0x04034b50, 30];
const MAX_COMMENT = 65535;
const ZIP64_SIZE = 0xffffffff;
const ZIP64_COUNT = 0xffff;
const [STORED, DEFLATED] = [0, 8];
const VERSIONS = [10, 20];
const [ENCRYPTED, LEVEL, DESCRIPTOR, UTF8] = [0x0001, 0x0006, 0x0008, 0x0800];
const FOLDER_BIT = 0x10;
const [TYPE, REGULAR, LINK] = [0xf000, 0x8000, 0xa000];
// Version needed, flags, method, time, date, checksum, packed and unpacked size: 22 bytes.
const HEAD_SIZE = 22;

const no = (problem) => refuse(`${problem}${ORIGINAL}`);
// What ordinary packers do, and nobody needs to be afraid of.
const repacked = (problem) => refuse(`${problem}${ORIGINAL}${UNPACK}`);

export function readZip(bytes) {
  if (bytes.length > MAX_BYTES) refuse(TOO_LARGE);
  const zip = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
  const { count, start } = endOf(zip);
  const members = directory(zip, count, start);
  requireHarmless(members);
  const files = new Map();
  let at = 0;
  for (const member of members) {
    const first = bodyOf(zip, member, at, start);
    at = first + member.packed;
    files.set(member.name, contents(bytes.subarray(first, at), member));
  }
  if (at !== start) no(`压缩包最后一个文件与目录之间有 ${start - at} 个多余的字节`);
  return files;
}

// The end record must be the last 22 bytes.
function endOf({ bytes, view }) {
  const at = bytes.length - END_SIZE;
  if (at < 0 || view.getUint32(at, true) !== END) refuseEnd(bytes, view);
  const [disk, firstDisk, here, count] = [4, 6, 8, 10].map((offset) => view.getUint16(at + offset, true));
  const [size, start] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
  if (count === ZIP64_COUNT || size === ZIP64_SIZE || start === ZIP64_SIZE) repacked("压缩包用了 zip64 的写法");
  if (view.getUint16(at + 20, true) !== 0) no("压缩包末尾的注释不完整");
  if (disk !== 0 || firstDisk !== 0 || here !== count) no("压缩包是分卷压缩包");
  if (start + size !== at) no(`压缩包目录应在第 ${at - size} 字节，写的是 ${start}；前面或中间有多余的字节`);
  if (count > MAX_FILES) no(`压缩包有 ${count} 个文件，最多 ${MAX_FILES} 个`);
  return { count, start };
}

function refuseEnd(bytes, view) {
  const least = Math.max(0, bytes.length - END_SIZE - MAX_COMMENT);
  for (let at = bytes.length - 4; at >= least; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const rest = bytes.length - at - END_SIZE;
    if (rest < 0) break;
    if (view.getUint16(at + 20, true) === rest) repacked("压缩包带有注释");
    no(`压缩包末尾有 ${rest} 个多余的字节`);
  }
  no("这个文件不是 zip 压缩包，或者不完整");
}

function directory(zip, count, start) {
  const members = [];
  const end = zip.bytes.length - END_SIZE;
  let at = start;
  for (let i = 0; i < count; i++) {
    const member = central(zip, at, end);
    at = member.next;
    members.push(member);
  }
  if (at !== end) no(`压缩包目录后面有 ${end - at} 个多余的字节`);
  return members;
}

function central({ bytes, view }, at, end) {
  if (at + CENTRAL_SIZE > end || view.getUint32(at, true) !== CENTRAL) no("压缩包目录损坏或不完整");
  const [nameSize, extra, comment, disk] = [28, 30, 32, 34].map((offset) => view.getUint16(at + offset, true));
  const next = at + CENTRAL_SIZE + nameSize + extra + comment;
  if (next > end) no("压缩包目录损坏或不完整");
  const flags = view.getUint16(at + 8, true);
  const rawName = bytes.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameSize);
  const name = nameOf(rawName, flags);
  if (disk !== 0) no("压缩包是分卷压缩包");
  return {
    name, rawName, flags, extra, comment, next,
    head: bytes.subarray(at + 6, at + 6 + HEAD_SIZE),
    version: view.getUint16(at + 6, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    attributes: view.getUint32(at + 38, true),
    local: view.getUint32(at + 42, true),
  };
}

function nameOf(raw, flags) {
  let name;
  try {
    name = fromUtf8(raw);
  } catch {
    repacked("压缩包有文件名不是 UTF-8 编码");
  }
  const numbers = [...name].map((character) => character.codePointAt(0));
  if (numbers.some((number) => number > 127) && !(flags & UTF8)) repacked(`文件名 ${name} 没有标明是 UTF-8 编码`);
  if (numbers.some((number) => number < 32 || number === 127)) no("压缩包有文件名含控制字符");
  return name;
}

function requireHarmless(members) {
  const seen = new Set();
  for (const member of members) {
    requirePlainName(member);
    if (seen.has(member.name)) no(`文件 ${member.name} 出现两次`);
    seen.add(member.name);
  }
  members.forEach(requirePlain);
  if (members.reduce((sum, member) => sum + member.size, 0) > MAX_BYTES) refuse(TOO_LARGE);
}

function requirePlainName({ name, attributes }) {
  if (name.endsWith("/") || attributes & FOLDER_BIT) repacked(`压缩包里面有文件夹条目 ${name}，是打包软件自己加的`);
  if (/[\\:]/.test(name) || name.split("/").some((part) => ["", ".", ".."].includes(part))) no(`文件名 ${name} 不允许`);
}

function requirePlain(member) {
  const { name, flags, method, packed, size } = member;
  const kind = (member.attributes >>> 16) & TYPE;
  if (kind === LINK) no(`文件 ${name} 是链接`);
  if (kind !== 0 && kind !== REGULAR) no(`文件 ${name} 不是普通文件`);
  if (flags & ENCRYPTED) no(`文件 ${name} 加了密`);
  if (flags & DESCRIPTOR) repacked(`文件 ${name} 的长度写在内容后面(苹果“压缩”等边压缩边写的软件)`);
  if (flags & ~(LEVEL | UTF8)) no(`文件 ${name} 用了不认识的标志`);
  if (method !== STORED && method !== DEFLATED) no(`文件 ${name} 的压缩方法是 ${method}，只许不压缩(0)和 deflate(8)`);
  if (member.extra) repacked(`文件 ${name} 带有附加字段(打包软件写的时间、用户号等)`);
  if (member.comment) repacked(`文件 ${name} 带有注释`);
  if ([packed, size, member.local].includes(ZIP64_SIZE)) repacked("压缩包用了 zip64 的写法");
  if (!VERSIONS.includes(member.version)) {
    repacked(`文件 ${name} 要求 ${(member.version / 10).toFixed(1)} 版的解压软件，只许 1.0 和 2.0`);
  }
  if (size > RATIO_FROM && size > packed * MAX_RATIO) no(`文件 ${name} 压缩得不合情理，疑为压缩炸弹`);
}

// The local header must stand here and repeat the directory; gives where the contents begin.
function bodyOf({ bytes, view }, member, at, end) {
  const { name, rawName } = member;
  if (member.local !== at) refusePlace(member, at);
  if (at + LOCAL_SIZE > end || view.getUint32(at, true) !== LOCAL) no(`文件 ${name} 的文件头损坏`);
  const start = at + LOCAL_SIZE + view.getUint16(at + 26, true);
  if (!equalBytes(bytes.subarray(at + LOCAL_SIZE, start), rawName)) no(`文件 ${name} 在文件头里是另一个名字`);
  if (!equalBytes(bytes.subarray(at + 4, at + 4 + HEAD_SIZE), member.head)) no(`文件 ${name} 的文件头与目录不一样`);
  if (view.getUint16(at + 28, true) !== 0) repacked(`文件 ${name} 带有附加字段(打包软件写的时间、用户号等)`);
  if (start + member.packed > end) no(`文件 ${name} 不完整`);
  return start;
}

function refusePlace({ name, local }, at) {
  if (at === 0) no(`压缩包第一个文件前面有 ${local} 个多余的字节`);
  if (local > at) no(`文件 ${name} 前面有 ${local - at} 个多余的字节，或次序与目录不同`);
  no(`文件 ${name} 与别的文件重叠，或次序与目录不同`);
}

function contents(packed, { name, method, size, crc }) {
  const found = method === STORED ? packed : inflate(packed, size, () => no(`文件 ${name} 损坏，解不开`));
  if (found.length !== size || crc32(found) !== crc) no(`文件 ${name} 损坏：长度或校验和与目录不符`);
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
