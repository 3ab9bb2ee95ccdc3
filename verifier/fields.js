// Reading an object field by field: missing, unknown or wrong fields are errors (spec 1.7).

import { isCode, isHex, isText } from "./canonical.js";
import { refuse, shown } from "./errors.js";
import { isTime } from "./times.js";

export const MAX_COUNT = 10000000;
const MAX_INTEGER = Number.MAX_SAFE_INTEGER;

export class Fields {
  constructor(value, file, where = "") {
    this.file = file;
    this.where = where;
    if (!(value instanceof Map)) this.refuse(`${where || "整个文件"} 应是一个对象`);
    this.left = new Map(value);
  }

  done() {
    for (const key of this.left.keys()) this.refuse(`${this.name(key)} 是未知的字段`);
  }

  take(key) {
    if (!this.left.has(key)) this.refuse(`缺少字段 ${this.name(key)}`);
    const value = this.left.get(key);
    this.left.delete(key);
    return value;
  }

  tested(key, test, meaning) {
    const value = this.take(key);
    if (!test(value)) this.refuse(`${this.name(key)} 应是${meaning}，实为 ${shown(value)}`);
    return value;
  }

  isNull(key) {
    if (this.left.get(key) !== null) return false;
    this.left.delete(key);
    return true;
  }

  code(key) { return this.tested(key, isCode, "代码"); }
  codeOrNull(key) { return this.isNull(key) ? null : this.code(key); }
  text(key) { return this.tested(key, isText, "文字"); }
  hex(key, length = 64) { return this.tested(key, (v) => isHex(v, length), `${length} 位小写十六进制数`); }
  hexOrNull(key, length = 64) { return this.isNull(key) ? null : this.hex(key, length); }
  time(key) { return this.tested(key, isTime, "时间"); }
  boolean(key) { return this.tested(key, (v) => typeof v === "boolean", " true 或 false"); }
  word(key, ...allowed) { return this.tested(key, (v) => allowed.includes(v), `${allowed.join("、")} 之一`); }
  members(key) { return this.tested(key, Array.isArray, "列表"); }

  integer(key, least = 0, most = MAX_INTEGER) {
    return this.tested(
      key,
      (v) => typeof v === "number" && v >= least && v <= most,
      ` ${least} 到 ${most} 的整数`,
    );
  }

  child(key) { return new Fields(this.take(key), this.file, this.name(key)); }

  objects(key, read) {
    return this.members(key).map((member, position) => {
      const fields = new Fields(member, this.file, `${this.name(key)}[${position}]`);
      const found = read(fields);
      fields.done();
      return found;
    });
  }

  codes(key) {
    const found = this.members(key);
    if (!found.every(isCode)) this.refuse(`${this.name(key)} 中有不是代码的`);
    return found;
  }

  requireOrdered(key, names) {
    for (let i = 1; i < names.length; i++) {
      if (!(names[i - 1] < names[i])) this.refuse(`${this.name(key)} 应按编码升序且不重复`);
    }
  }

  refuse(problem) { refuse(problem, this.file); }
  name(key) { return this.where ? `${this.where}.${key}` : key; }
}
