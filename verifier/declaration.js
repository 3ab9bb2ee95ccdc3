// That a lottery or dice source officially gave nothing: who says so, what shows it (spec 3.2).

import { toHex, utf8 } from "./bytes.js";
import { isHex, isText } from "./canonical.js";
import { refuse } from "./errors.js";

export const FIELDS = ["declared_by", "evidence"];

// Reads the public part of a `draw.revealed` entry: two different texts, at least one digest.
export function read(fields, where) {
  const persons = fields.get("declared_by");
  const digests = fields.get("evidence");
  if (!Array.isArray(persons) || persons.length !== 2 || !persons.every(isText)) {
    refuse("declared_by 应是两个人的姓名", where);
  }
  if (!Array.isArray(digests) || digests.length === 0 || !digests.every((one) => isHex(one, 64))) {
    refuse("evidence 应是证据文件的摘要，至少一个", where);
  }
  requireAscending(persons.map((one) => toHex(utf8(one))), where);
  requireAscending(digests, where);
  return { persons, digests };
}

// By bytes: JavaScript orders texts by UTF-16, which differs beyond the basic plane.
function requireAscending(names, where) {
  for (let i = 1; i < names.length; i++) {
    if (!(names[i - 1] < names[i])) refuse("declared_by 和 evidence 应按编码升序且不重复", where);
  }
}
