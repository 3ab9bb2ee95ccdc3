// Canonical JSON (spec 1.4), with a parser of its own: JSON.parse keeps the last of two equal
// keys and rounds large numbers. Objects are read as Map, so that no key can be lost.

import { fromUtf8, equalBytes, utf8 } from "./bytes.js";
import { refuse } from "./errors.js";

export const MAX_DEPTH = 16;
const CODE = /^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/;
const SHORT = { 8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\" };
const UNESCAPED = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", '"': '"', "\\": "\\", "/": "/" };

// In JavaScript $ does not stand before a last LF, but a code must be tested as a whole anyway.
export const isCode = (value) => typeof value === "string" && CODE.test(value);
export const isHex = (value, length) =>
  typeof value === "string" && value.length === length && /^[0-9a-f]*$/.test(value);

export function isText(value) {
  if (typeof value !== "string" || value === "" || hasControl(value) || hasLoneSurrogate(value)) return false;
  return [...value].length <= 1000;
}

export function parse(bytes, file) {
  let text;
  try {
    text = fromUtf8(bytes);
  } catch {
    refuse("不是 UTF-8", file);
  }
  const reader = new Reader(text, file);
  const value = reader.value(MAX_DEPTH);
  if (reader.at !== text.length) refuse(`第 ${reader.at} 个字符处还有多余的内容`, file);
  if (!equalBytes(utf8(write(value)), bytes)) refuse("不是规范写法", file);
  return value;
}

export function write(value) {
  if (value === null || typeof value === "boolean" || typeof value === "number") return String(value);
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  const keys = [...value.keys()].sort((a, b) => (a < b ? -1 : 1));
  return `{${keys.map((key) => `${quote(key)}:${write(value.get(key))}`).join(",")}}`;
}

// Turn plain objects of this program into the Maps that write() takes.
export function mapped(value) {
  if (Array.isArray(value)) return value.map(mapped);
  if (value === null || typeof value !== "object") return value;
  return new Map(Object.entries(value).map(([key, member]) => [key, mapped(member)]));
}

class Reader {
  constructor(text, file) {
    this.text = text;
    this.file = file;
    this.at = 0;
  }

  value(depth) {
    const next = this.text[this.at];
    if (next === "{" || next === "[") {
      if (depth === 0) this.refuse(`嵌套超过 ${MAX_DEPTH} 层`);
      return next === "{" ? this.object(depth - 1) : this.list(depth - 1);
    }
    if (next === '"') return this.string();
    for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.integer();
  }

  object(depth) {
    const found = new Map();
    this.members("}", () => {
      const key = this.string();
      for (const character of key) if (character > "\x7f") this.refuse("键含有 ASCII 以外的字符");
      if (found.has(key)) this.refuse(`键 ${key} 重复`);
      this.take(":");
      found.set(key, this.value(depth));
    });
    return found;
  }

  list(depth) {
    const found = [];
    this.members("]", () => found.push(this.value(depth)));
    return found;
  }

  members(end, read) {
    this.at++;
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    for (;;) {
      read();
      if (this.text[this.at] === end) break;
      this.take(",");
    }
    this.at++;
  }

  string() {
    this.take('"');
    let found = "";
    for (;;) {
      const next = this.text[this.at];
      if (next === undefined || next < " ") this.refuse("文字没有结束");
      this.at++;
      if (next === '"') return found;
      found += next === "\\" ? this.escape() : next;
    }
  }

  escape() {
    const next = this.text[this.at++];
    if (next === "u") {
      const digits = this.text.slice(this.at, this.at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.refuse("转义不对");
      this.at += 4;
      return String.fromCharCode(parseInt(digits, 16));
    }
    if (UNESCAPED[next] === undefined) this.refuse("转义不对");
    return UNESCAPED[next];
  }

  integer() {
    const match = /^-?(0|[1-9][0-9]{0,15})(?![0-9.eE])/.exec(this.text.slice(this.at, this.at + 20));
    if (match === null || !Number.isSafeInteger(Number(match[0])) || match[0] === "-0") {
      this.refuse("不是允许的整数或 JSON(不得有小数)");
    }
    this.at += match[0].length;
    return Number(match[0]);
  }

  take(character) {
    if (this.text[this.at] !== character) this.refuse(`应为 ${character}`);
    this.at++;
  }

  refuse(problem) {
    refuse(`第 ${this.at} 个字符处：${problem}`, this.file);
  }
}

function quote(text) {
  let found = '"';
  for (const character of text) {
    const number = character.codePointAt(0);
    if (number >= 0xd800 && number <= 0xdfff) refuse("含有不成对的代理字符");
    if (number < 32 || number === 34 || number === 92) {
      found += SHORT[number] || `\\u${number.toString(16).padStart(4, "0")}`;
    } else {
      found += character;
    }
  }
  return `${found}"`;
}

function hasControl(text) {
  for (let i = 0; i < text.length; i++) {
    const number = text.charCodeAt(i);
    if (number < 32 || number === 127) return true;
  }
  return false;
}

function hasLoneSurrogate(text) {
  for (const character of text) {
    const number = character.codePointAt(0);
    if (number >= 0xd800 && number <= 0xdfff) return true;
  }
  return false;
}
