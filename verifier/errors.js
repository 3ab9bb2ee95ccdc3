// What a check or a reader throws; every text is Chinese and fit for the reader.

export class VerifyError extends Error {
  constructor(problem, { where = null, expected = null, found = null } = {}) {
    super(problem);
    this.problem = problem;
    this.where = where;
    this.expected = expected;
    this.found = found;
  }
}

export class BlockedError extends Error {
  constructor(check) {
    super(`${check} 没有通过，无法核对`);
    this.check = check;
  }
}

export function refuse(problem, where = null) {
  throw new VerifyError(problem, { where });
}

export function requireEqual(problem, where, expected, found) {
  if (written(expected) !== written(found)) {
    throw new VerifyError(problem, { where, expected: shown(expected), found: shown(found) });
  }
}

// Text, number, truth value and nothing are told apart: "1" is not 1, and "null" is not null.
const written = (value) => (value === undefined ? "" : JSON.stringify(value, (_, v) => (typeof v === "bigint" ? `${v}n` : v)));

export function shown(value) {
  if (value === undefined) return "没有";
  return typeof value === "string" ? value : JSON.stringify(value, (_, v) => (typeof v === "bigint" ? String(v) : v));
}
