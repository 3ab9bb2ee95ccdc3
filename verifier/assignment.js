// Inspectors to visits (spec 5). Which path is found does not matter, only whether there is one.

import { sha256, digest } from "./sha256.js";
import { toHex, utf8 } from "./bytes.js";

// The demand of a visit: for each pool the largest count of its strata (5.2).
export function demandsOf(manifest, visits) {
  const strata = new Map(manifest.strata.map((one) => [one.code, one]));
  return visits.map((visit) => {
    const counts = new Map();
    for (const code of visit.strata) {
      for (const need of strata.get(code).team) counts.set(need.pool, Math.max(need.count, counts.get(need.pool) || 0));
    }
    return { subject: visit.subject, demand: [...counts].sort((a, b) => (a[0] < b[0] ? -1 : 1)) };
  });
}

// Map each subject to the inspectors who may not go there (5.2, 5.3).
export function barredOf(conflicts, isRelaxed) {
  const barred = new Map();
  for (const one of conflicts) {
    if (one.kind === "soft" && isRelaxed) continue;
    if (!barred.has(one.subject)) barred.set(one.subject, new Set());
    barred.get(one.subject).add(one.inspector);
  }
  return barred;
}

// Visits must be ordered by subject. Gives {relaxed, teams, tasks} with teams in that order.
export function assign(visits, inspectors, conflicts, key, relaxSoft, tell = () => {}) {
  let network = filled(visits, inspectors, barredOf(conflicts, false), key);
  let relaxed = false;
  if (network.missing > 0 && relaxSoft) {
    network = filled(visits, inspectors, barredOf(conflicts, true), key);
    relaxed = true;
  }
  const teams = new Array(visits.length);
  const order = ordered(visits.map((_, at) => at), (at) => digest(`${key},order,${visits[at].subject}`));
  order.forEach((visit, done) => {
    tell(done, order.length);
    teams[visit] = team(network, visit, key);
  });
  const tasks = new Map();
  for (const slot of teams.flat()) {
    if (slot.inspector !== null) tasks.set(slot.inspector, (tasks.get(slot.inspector) || 0) + 1);
  }
  return { relaxed, teams, tasks };
}

export const pairNumber = (key, subject, inspector) => digest(`${key},pair,${subject},${inspector}`);

// Who takes over a slot after the draw (6.3); null if nobody may.
export function nextPerson(subject, pool, inspectors, barred, key, tasks, out) {
  const closed = barred.get(subject) || new Set();
  const able = inspectors.filter(
    (one) => one.pools.includes(pool) && (tasks.get(one.id) || 0) < one.limit && !closed.has(one.id) && !out.has(one.id),
  );
  const [first] = ordered(able, (one) => pairNumber(key, subject, one.id));
  return first === undefined ? null : first.id;
}

// Slots with fewer than twice as many eligible persons as needed, by subject and pool (7.5).
export function forcedSlots(demands, inspectors, barred) {
  const found = [];
  for (const visit of demands) {
    const closed = barred.get(visit.subject) || new Set();
    for (const [pool, need] of visit.demand) {
      const able = inspectors.filter((one) => one.pools.includes(pool) && !closed.has(one.id)).length;
      if (able < 2 * need) found.push({ subject: visit.subject, pool });
    }
  }
  return found;
}

function ordered(things, numberOf) {
  const numbered = things.map((thing) => [numberOf(thing), thing]);
  numbered.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return numbered.map((pair) => pair[1]);
}

// Fill as many slots as can be, spread as 5.4 says: one task after the other to whoever has
// fewest, among equals to the last in `spare` order. Who cannot get one more now never can.
function filled(visits, inspectors, barred, key) {
  const network = new Network(visits, inspectors, barred);
  const spares = ordered(inspectors.map((_, at) => at), (at) => digest(`${key},spare,${inspectors[at].id}`));
  const rank = new Array(inspectors.length);
  spares.forEach((person, place) => (rank[person] = place));
  const tasks = new Array(inspectors.length).fill(0);
  const waiting = new Set(inspectors.keys());
  while (network.missing > 0 && waiting.size > 0) {
    let next = -1;
    for (const person of waiting) {
      const load = inspectors[person].load + tasks[person];
      const best = next < 0 ? Infinity : inspectors[next].load + tasks[next];
      if (load < best || (load === best && rank[person] > rank[next])) next = person;
    }
    if (tasks[next] === inspectors[next].limit || !network.addTask(next)) waiting.delete(next);
    else tasks[next]++;
  }
  return network;
}

// Read the eligible persons in `pair` order once for each pool, until its count is filled (5.5).
function team(network, visit, key) {
  const slots = [];
  const subject = network.visits[visit].subject;
  const prefix = utf8(`${key},pair,${subject},`);
  for (const group of network.groupsOf[visit]) {
    const { pool, count } = network.groups[group];
    const able = network.people.map((_, at) => at).filter((at) => network.eligible[at][group]);
    let chosen = 0;
    for (const person of ordered(able, (at) => pairOf(prefix, network.people[at].id))) {
      if (chosen === count) break;
      if (!network.accept(person, group)) continue;
      chosen++;
      slots.push({ pool, inspector: network.people[person].id, leader: slots.length === 0 });
    }
    for (; chosen < count; chosen++) slots.push({ pool, inspector: null, leader: false });
  }
  return slots;
}

function pairOf(prefix, id) {
  const text = new Uint8Array(prefix.length + id.length);
  text.set(prefix);
  for (let i = 0; i < id.length; i++) text[prefix.length + i] = id.charCodeAt(i);
  return toHex(sha256(text));
}

// Who fills which slot now. A group is the slots of one visit in one pool; a person is at a visit
// at most once, so `at[person]` maps a visit to the person's group there.
class Network {
  constructor(visits, people, barred) {
    this.visits = visits;
    this.people = people;
    this.groups = [];
    this.groupsOf = visits.map((visit, at) =>
      visit.demand.map(([pool, count]) => this.groups.push({ visit: at, pool, count }) - 1),
    );
    this.left = this.groups.map((group) => group.count);
    this.missing = this.left.reduce((sum, count) => sum + count, 0);
    this.members = this.groups.map(() => new Set());
    this.at = people.map(() => new Map());
    this.fixed = people.map(() => new Set());
    this.eligible = people.map((person) =>
      Uint8Array.from(this.groups, (group) => {
        const closed = barred.get(visits[group.visit].subject);
        return person.pools.includes(group.pool) && !(closed && closed.has(person.id)) ? 1 : 0;
      }),
    );
  }

  enter(person, group) {
    this.members[group].add(person);
    this.at[person].set(this.groups[group].visit, group);
    this.left[group]--;
    this.missing--;
  }

  leave(person, group) {
    this.members[group].delete(person);
    this.at[person].delete(this.groups[group].visit);
    this.left[group]++;
    this.missing++;
  }

  open(person, group) {
    return this.eligible[person][group] === 1 && !this.at[person].has(this.groups[group].visit);
  }

  addTask(person) {
    const start = this.groups.map((_, group) => group).filter((group) => this.open(person, group));
    const room = start.find((group) => this.left[group] > 0);
    if (room !== undefined) {
      this.enter(person, room);
      return true;
    }
    const path = this.path(start, (group) => this.left[group] > 0);
    if (path === null) return false;
    this.carryOut(path);
    this.enter(person, path[path.length - 1].leaves);
    return true;
  }

  // Accept a person if some assignment with the same quotas contains all that was accepted.
  accept(person, group) {
    const own = this.at[person];
    const visit = this.groups[group].visit;
    if (own.get(visit) !== group && !this.moveInto(person, group, own, visit)) return false;
    this.members[group].delete(person);
    this.fixed[person].add(group);
    return true;
  }

  moveInto(person, group, own, visit) {
    // Someone at this visit already comes from its other pool; others give up any task of theirs.
    const movable = [...own.values()].filter((one) => !this.fixed[person].has(one));
    const goals = new Set(own.has(visit) ? movable.filter((one) => one === own.get(visit)) : movable);
    if (goals.size === 0) return false;
    let given = goals.values().next().value;
    if (this.left[group] === 0) {
      const path = this.path([group], (one) => goals.has(one) || this.left[one] > 0);
      if (path === null) return false;
      if (goals.has(path[0].enters)) given = path[0].enters;
      this.leave(person, given);
      this.carryOut(path);
    } else {
      this.leave(person, given);
    }
    this.enter(person, group);
    return true;
  }

  carryOut(path) {
    for (const move of path) {
      this.leave(move.person, move.leaves);
      this.enter(move.person, move.enters);
    }
  }

  // Moves, the last one first, from a start group to a goal.
  path(start, isGoal) {
    const from = new Map(start.map((group) => [group, null]));
    const queue = [...start];
    const left = new Set();
    for (let next = 0; next < queue.length; next++) {
      const group = queue[next];
      for (const person of this.members[group]) {
        const visit = this.groups[group].visit;
        const reach = this.groupsOf[visit].filter((one) => one !== group && this.eligible[person][one]);
        if (!left.has(person)) {
          left.add(person);
          for (let one = 0; one < this.groups.length; one++) if (this.open(person, one)) reach.push(one);
        }
        for (const one of reach) {
          if (from.has(one)) continue;
          from.set(one, { person, leaves: group, enters: one });
          if (isGoal(one)) return moves(from, one);
          queue.push(one);
        }
      }
    }
    return null;
  }
}

function moves(from, end) {
  const found = [];
  for (let step = from.get(end); step !== null; step = from.get(step.leaves)) found.push(step);
  return found;
}
