// Seed, numbers and the smallest of each stratum (spec 3.4, 4).

import { digest, OneBlock, stateHex } from "./sha256.js";

export function seedOf(manifest, values, secret) {
  const given = manifest.sources.map((source, at) => `|${source.kind}:${values[at]}`).join("");
  const hidden = secret === null ? "" : `|secret:${secret}`;
  return digest(`mingqian-draw/1|seed|${manifest.draw}|${manifest.commitment}${given}${hidden}`);
}

export const subjectsKey = (seed) => digest(`mingqian-draw/1|subjects|${seed}`).slice(0, 32);
export const inspectorsKey = (seed) => digest(`mingqian-draw/1|inspectors|${seed}`).slice(0, 32);
export const commitSecret = (draw, secret) => digest(`mingqian-draw/1|secret|${draw}|${secret}`);
export const revealDigest = (draw, position, secret, value) =>
  digest(`mingqian-draw/1|reveal|${draw}|${position}|${secret}|${value}`);

export const numberOf = (key, id) => digest(`${key},${id}`);
export const valueOf = (number, tickets, base) => BigInt(`0x${number.slice(0, 12)}`) * BigInt(base / tickets);

export function ticketBase(subjects) {
  let base = 1;
  for (const tickets of new Set(subjects.map((subject) => subject.tickets))) base = (base / gcd(base, tickets)) * tickets;
  return base;
}

export const compareTickets = (a, b) =>
  a.value < b.value ? -1 : a.value > b.value ? 1 : a.number < b.number ? -1 : a.number > b.number ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

// Draw every stratum. Few rows come below the first threshold; where too few do, it is doubled,
// and the result never depends on it (spec 8). `tell` is told how many subjects are done.
export function select(manifest, subjects, key, tell = () => {}) {
  const wanted = new Map();
  const weight = new Map(manifest.strata.map((one) => [one.code, 0]));
  for (const subject of subjects) for (const code of subject.strata) weight.set(code, weight.get(code) + subject.tickets);
  for (const one of manifest.strata) wanted.set(one.code, Math.min(one.draw + one.reserve, one.size));
  let bounds = new Map();
  for (const [code, k] of wanted) {
    if (k > 0) bounds.set(code, ((k + 6 * Math.sqrt(k) + 20) / weight.get(code)) * 2 ** 48);
  }
  const found = new Map();
  while (bounds.size > 0) {
    const rows = below(subjects, key, manifest.ticketBase, bounds, tell);
    const short = new Map();
    for (const [code, bound] of bounds) {
      if (rows.get(code).length < wanted.get(code)) short.set(code, bound * 2);
      else found.set(code, rows.get(code).sort(compareTickets));
    }
    bounds = short;
  }
  return manifest.strata.map((one) => {
    const rows = found.get(one.code) || [];
    return { code: one.code, drawn: rows.slice(0, one.draw), reserves: rows.slice(one.draw, wanted.get(one.code)) };
  });
}

// The visits: drawn subjects by id, each with the strata that drew it (4.5).
export function visitsOf(drawn) {
  const found = new Map();
  for (const stratum of drawn) {
    for (const ticket of stratum.drawn) {
      if (!found.has(ticket.id)) found.set(ticket.id, []);
      found.get(ticket.id).push(stratum.code);
    }
  }
  return [...found].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([subject, strata]) => ({ subject, strata: strata.sort() }));
}

function below(subjects, key, base, bounds, tell) {
  const rows = new Map([...bounds.keys()].map((code) => [code, []]));
  const block = new OneBlock(`${key},`);
  subjects.forEach((subject, index) => {
    if (index % 20000 === 0) tell(index, subjects.length);
    const { u, number } = short(block, key, subject.id);
    for (const code of subject.strata) {
      // u < T·w: exact enough for a hint, which is all that the threshold is.
      if (u < (bounds.get(code) || 0) * subject.tickets) {
        const full = number();
        rows.get(code).push({ id: subject.id, number: full, value: valueOf(full, subject.tickets, base) });
      }
    }
  });
  tell(subjects.length, subjects.length);
  return rows;
}

// The first 48 bits exactly, and the whole number only where it is asked for.
function short(block, key, id) {
  if (block.fits(id.length)) {
    const state = block.hash(id);
    const u = (state[0] >>> 0) * 65536 + (state[1] >>> 16);
    return { u, number: () => stateHex(state) };
  }
  const full = numberOf(key, id);
  return { u: parseInt(full.slice(0, 12), 16), number: () => full };
}

function gcd(a, b) {
  return b === 0 ? a : gcd(b, a % b);
}
