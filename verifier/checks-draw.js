// Checks of who was drawn, who was sent, and who took over (spec 4, 5, 6.3, 7.6).

import { demandsOf, nextPerson } from "./assignment.js";
import { isCode } from "./canonical.js";
import { refuse, requireEqual } from "./errors.js";
import { passed } from "./outcomes.js";
import { numberOf, valueOf } from "./selection.js";

export function numbers(c) {
  let count = 0;
  for (const stratum of c.result.strata) {
    for (const one of [...stratum.drawn, ...stratum.reserves]) {
      count++;
      const where = `result.json strata ${stratum.code} ${one.id}`;
      requireEqual("签值重算不一样", where, numberOf(c.subjectsKey, one.id), one.number);
    }
    requireCutoff(c, stratum);
  }
  return passed(`${count} 个签值都重算一样`);
}

function requireCutoff(c, stratum) {
  let expected = "没有";
  if (stratum.drawn.length > 0) {
    const { id } = stratum.drawn[stratum.drawn.length - 1];
    const number = numberOf(c.subjectsKey, id);
    expected = `${valueOf(number, c.ticketsOf(id), c.manifest.ticketBase)} ${number}`;
  }
  const found = stratum.cutoff === null ? "没有" : `${stratum.cutoff.value} ${stratum.cutoff.number}`;
  requireEqual("入选线不是最后一家的签值", `result.json strata ${stratum.code} cutoff`, expected, found);
}

export function selection(c) {
  const codes = c.manifest.strata.map((one) => one.code);
  requireEqual("层不一样", "result.json strata", codes, c.result.strata.map((one) => one.code));
  c.drawn.forEach((drawn, at) => {
    for (const name of ["drawn", "reserves"]) requireSameIds(drawn[name], c.result.strata[at][name], drawn.code, name);
  });
  const expected = new Map(c.visits.map((visit) => [visit.subject, visit.strata]));
  const found = new Map(c.result.visits.map((visit) => [visit.subject, visit.strata]));
  for (const id of [...new Set([...expected.keys(), ...found.keys()])].sort()) {
    requireEqual("抽中它的层不一样", `result.json visits ${id}`, expected.get(id), found.get(id));
  }
  return passed(`重抽一遍，${c.visits.length} 家一样`);
}

function requireSameIds(expected, found, code, name) {
  const where = `result.json strata ${code} ${name}`;
  requireEqual("家数不一样", where, expected.length, found.length);
  expected.forEach((one, at) => requireEqual(`第 ${at + 1} 位不一样`, where, one.id, found[at].id));
}

export function assignmentComplete(c) {
  requireEqual("是否放宽轮换不一样", "result.json relaxed", c.assignment.relaxed, c.result.relaxed);
  const people = new Map(c.rosters.inspectors.map((one) => [one.id, one]));
  const tasks = new Map();
  let filled = 0;
  c.result.visits.forEach((visit, at) => {
    filled += requirePossible(c, visit, c.demands[at], people, tasks);
  });
  const most = c.assignment.teams.flat().filter((slot) => slot.inspector !== null).length;
  requireEqual("派出的人次不是最多", "result.json visits", most, filled);
  return passed(`${filled} 人次，人员都合格，没有超过上限`);
}

function requirePossible(c, visit, need, people, tasks) {
  const where = `result.json visits ${visit.subject}`;
  const slots = need.demand.flatMap(([pool, count]) => new Array(count).fill(pool));
  requireEqual("名额不一样", where, slots, visit.team.map((slot) => slot.pool));
  const sent = visit.team.filter((slot) => slot.inspector !== null);
  const closed = c.barred.get(visit.subject) || new Set();
  for (const { pool, inspector } of sent) {
    const person = people.get(inspector);
    tasks.set(inspector, (tasks.get(inspector) || 0) + 1);
    if (person === undefined || !person.pools.includes(pool)) refuse(`${inspector} 不在 ${pool} 组`, where);
    if (closed.has(inspector)) refuse(`${inspector} 应当回避`, where);
    if (tasks.get(inspector) > person.limit) refuse(`${inspector} 超过任务上限 ${person.limit}`, where);
  }
  requireEqual("同一人占了两个名额", where, sent.length, new Set(sent.map((slot) => slot.inspector)).size);
  return sent.length;
}

export function assignmentQuotas(c) {
  c.requirePassed("assignment-complete");
  const stated = new Map(c.result.loads.map((load) => [load.inspector, load.tasks]));
  const counted = new Map();
  for (const slot of c.result.visits.flatMap((visit) => visit.team)) {
    if (slot.inspector !== null) counted.set(slot.inspector, (counted.get(slot.inspector) || 0) + 1);
  }
  requireSameCounts("任务数与派员结果不一样", counted, stated);
  requireSameCounts("任务数与重算的不一样", c.assignment.tasks, stated);
  return passed("每人的任务数重算一样");
}

function requireSameCounts(problem, expected, found) {
  for (const who of [...new Set([...expected.keys(), ...found.keys()])].sort()) {
    requireEqual(problem, `result.json loads ${who}`, expected.get(who) || 0, found.get(who) || 0);
  }
}

export function assignmentOrder(c) {
  c.requirePassed("assignment-complete", "assignment-quotas");
  c.result.visits.forEach((visit, at) => {
    const words = (team) => team.map((slot) => [slot.pool, slot.inspector, slot.leader]);
    const where = `result.json visits ${visit.subject}`;
    requireEqual("派员重算不一样", where, words(c.assignment.teams[at]), words(visit.team));
  });
  return passed("重派一遍，每一组的人和次序都一样");
}

export function replacements(c) {
  c.requirePassed("selection", "assignment-complete", "log-order");
  const standing = new Standing(c);
  for (let n = 1; n <= c.replacements; n++) standing.apply(c.entry(`replaced-${n}`).public, `log/replaced-${n}.entry`);
  if (c.replacements === 0) return passed("没有递补");
  return passed(`${c.replacements} 次递补都按规则；抽中 ${c.result.visits.length} 家`);
}

// Visits, teams and tasks as they stand after the replacements so far (6.3).
class Standing {
  constructor(c) {
    this.c = c;
    this.reserves = new Map(c.result.strata.map((one) => [one.code, one.reserves.map((r) => r.id)]));
    this.visits = new Map(
      c.result.visits.map((visit) => [
        visit.subject,
        { strata: [...visit.strata], slots: visit.team.map((s) => [s.pool, s.inspector]), gone: new Set(), isOut: false },
      ]),
    );
  }

  apply(entry, where) {
    requireEqual("递补记录的封存码不一样", `${where} commitment`, this.c.manifest.commitment, entry.get("commitment"));
    for (const name of ["visit", "in", "why"]) if (!isCode(entry.get(name))) refuse("递补记录的字段应是代码", where);
    const visit = this.visits.get(entry.get("visit"));
    if (visit === undefined) refuse(`${entry.get("visit")} 不在抽中的名单里`, where);
    if (entry.has("pool")) this.replaceInspector(entry, visit, where);
    else this.replaceSubject(entry, visit, where);
  }

  replaceSubject(entry, visit, where) {
    const [stratum] = visit.strata;
    if (stratum === undefined) refuse("已在每个层中被递补", where);
    const next = this.reserves.get(stratum).find((id) => !this.visits.has(id));
    if (next === undefined) refuse(`层 ${stratum} 的备选已用完`, where);
    requireEqual("递补的层不对", where, stratum, entry.get("stratum"));
    requireEqual("递补记录的 out 不对", where, entry.get("visit"), entry.get("out"));
    requireEqual("按规则应由另一家接替", where, next, entry.get("in"));
    visit.strata.shift();
    visit.isOut = true;
    const [{ demand }] = demandsOf(this.c.manifest, [{ subject: next, strata: [stratum] }]);
    const slots = demand.flatMap(([pool, count]) => Array.from({ length: count }, () => [pool, null]));
    this.visits.set(next, { strata: [stratum], slots, gone: new Set(), isOut: false });
  }

  replaceInspector(entry, visit, where) {
    const [pool, out] = [entry.get("pool"), entry.get("out")];
    if (visit.isOut) refuse("已被递补，不再派人", where);
    const slot = visit.slots.find((one) => one[0] === pool && one[1] === out);
    if (slot === undefined) refuse(`没有这样的名额：${pool} ${out || "空缺"}`, where);
    const team = visit.slots.map((one) => one[1]).filter((who) => who !== null);
    const barred = new Set([...team, ...visit.gone]);
    const { inspectors } = this.c.rosters;
    const next = nextPerson(entry.get("visit"), pool, inspectors, this.c.barred, this.c.inspectorsKey, this.tasks(), barred);
    requireEqual("按规则应由另一人接替", where, next, entry.get("in"));
    slot[1] = next;
    if (out !== null) visit.gone.add(out);
  }

  tasks() {
    const counts = new Map();
    for (const visit of this.visits.values()) {
      if (visit.isOut) continue;
      for (const [, who] of visit.slots) if (who !== null) counts.set(who, (counts.get(who) || 0) + 1);
    }
    return counts;
  }
}
