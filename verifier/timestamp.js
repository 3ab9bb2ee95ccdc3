// The form of a time-stamp token and what it stamps (spec 6.6, RFC 3161). A browser has no roots
// to judge the signature by: a token never makes a check pass here.

import { ascii, equalBytes, fromHex, toHex } from "./bytes.js";
import { refuse, VerifyError } from "./errors.js";
import { isTime } from "./times.js";

const MAX_BYTES = 100000;
const [INTEGER, OCTETS, OID, TIME, SEQUENCE, SET] = [0x02, 0x04, 0x06, 0x18, 0x30, 0x31];
const [CONTENT, CERTIFICATES, REVOCATIONS] = [0xa0, 0xa0, 0xa1];
const SIGNED_DATA = fromHex("06092a864886f70d010702");
const TST_INFO = fromHex("060b2a864886f70d0109100104");
const SHA256 = "0609608648016503040201";
const NULL = "0500";
const INFO = [INTEGER, OID, SEQUENCE, INTEGER, TIME];

// What stops the reading of bytes that are not DER in the form of 6.6.
class DerError extends Error {}

// Refuse what is no token, or stamps something else than `imprint` (hex). Tells whether the token
// holds a certificate.
export function requireStamped(bytes, imprint, file) {
  if (bytes.length > MAX_BYTES) refuse(`时间戳有 ${bytes.length} 字节，最多 ${MAX_BYTES} 字节`, file);
  let token;
  try {
    token = tokenOf(bytes);
  } catch (error) {
    if (error instanceof VerifyError) refuse(error.problem, file);
    if (!(error instanceof DerError)) throw error;
    refuse("不是 RFC 3161 时间戳(DER)；请用时间戳机构给的原文件", file);
  }
  if (token.imprint !== imprint) {
    refuse(`时间戳是对 ${token.imprint} 的，应为 ${imprint}；请把后一个摘要送时间戳机构，重新取一个`, file);
  }
  return token.hasCertificates;
}

function tokenOf(bytes) {
  const content = granted(values(one(bytes, SEQUENCE).body));
  need(hasTags(content, [OID, CONTENT]) && equalBytes(content[0].whole, SIGNED_DATA));
  const signed = values(one(content[1].body, SEQUENCE).body);
  const optional = [CERTIFICATES, REVOCATIONS].filter((tag) => signed.some((value) => value.tag === tag));
  need(hasTags(signed, [INTEGER, SET, SEQUENCE, ...optional, SET]));
  one(signed[signed.length - 1].body, SEQUENCE);
  const imprint = toHex(infoOf(values(signed[2].body)));
  const certificates = optional.includes(CERTIFICATES) ? values(signed[3].body) : [];
  return { imprint, hasCertificates: certificates.length > 0 };
}

// An authority's answer has its status before the token.
function granted(answer) {
  if (answer.length === 0 || answer[0].tag !== SEQUENCE) return answer;
  const status = values(answer[0].body);
  need(status.length > 0 && status[0].tag === INTEGER);
  if (toHex(status[0].body) !== "00") refuse("时间戳机构没有签发(应答的状态不是 granted)；请重新取一个");
  need(hasTags(answer, [SEQUENCE, SEQUENCE]));
  return values(answer[1].body);
}

function infoOf(encapsulated) {
  need(hasTags(encapsulated, [OID, CONTENT]) && equalBytes(encapsulated[0].whole, TST_INFO));
  const info = values(one(one(encapsulated[1].body, OCTETS).body, SEQUENCE).body);
  need(hasTags(info.slice(0, INFO.length), INFO) && toHex(info[0].body) === "01");
  const imprint = values(info[2].body);
  need(hasTags(imprint, [SEQUENCE, OCTETS]));
  const algorithm = values(imprint[0].body).map((value) => toHex(value.whole)).join(" ");
  if (algorithm !== SHA256 && algorithm !== `${SHA256} ${NULL}`) refuse("时间戳的散列算法应为 SHA-256；请重新取一个");
  need(imprint[1].body.length === 32);
  requireTime(ascii(info[4].body));
  return imprint[1].body;
}

function requireTime(stated) {
  const match = /^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(\.[0-9]+)?Z$/.exec(stated);
  need(match !== null);
  const [, year, month, day, hour, minute, second] = match;
  need(isTime(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`));
}

function one(bytes, tag) {
  const found = values(bytes);
  need(hasTags(found, [tag]));
  return found[0];
}

const hasTags = (found, tags) => found.length === tags.length && found.every((value, at) => value.tag === tags[at]);

function need(isSo) {
  if (!isSo) throw new DerError();
}

// Values that stand one after the other and fill the bytes exactly; lengths have one writing.
function values(bytes) {
  const found = [];
  let at = 0;
  while (at < bytes.length) {
    const [start, end] = bodyAt(bytes, at);
    found.push({ tag: bytes[at], body: bytes.subarray(start, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return found;
}

function bodyAt(bytes, at) {
  need((bytes[at] & 0x1f) !== 0x1f && at + 1 < bytes.length);
  const first = bytes[at + 1];
  let [start, length] = [at + 2, first];
  if (first >= 0x80) {
    start += first - 0x80;
    const digits = bytes.subarray(at + 2, start);
    length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
    need(length >= 0x80 && digits[0] !== 0);
  }
  need(start + length <= bytes.length);
  return [start, start + length];
}
