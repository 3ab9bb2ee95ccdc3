// Where the randomness comes from (spec 3).

import { fromHex } from "./bytes.js";
import { isHex } from "./canonical.js";
import { digest, sha256 } from "./sha256.js";
import * as times from "./times.js";

const GENESIS = 1692803367;
// The last one whose time has a year of four digits (1.6).
const MAX_ROUND = 83903165811;
export const QUICKNET_KEY =
  "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c" +
  "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb" +
  "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const GAMES = {
  快乐8: { count: 20, top: 80, specials: 0, specialTop: 0, days: EVERY_DAY, yearDigits: 4 },
  双色球: { count: 6, top: 33, specials: 1, specialTop: 16, days: [1, 3, 6], yearDigits: 4 },
  大乐透: { count: 5, top: 35, specials: 2, specialTop: 12, days: [0, 2, 5], yearDigits: 2 },
  七乐彩: { count: 7, top: 30, specials: 1, specialTop: 30, days: [0, 2, 4], yearDigits: 4, isShared: true },
};
export const LEVELS = ["low", "present", "public"];

export function read(fields) {
  const kind = fields.word("kind", "dice", "drand", "lottery", "witness");
  return { dice: readDice, drand: readDrand, lottery: readLottery, witness: readWitness }[kind](fields);
}

function readDrand(fields) {
  fields.word("chain", "quicknet");
  const round = fields.integer("round", 1, MAX_ROUND);
  return {
    kind: "drand", round, time: times.text(GENESIS + (round - 1) * 3), missing: null, outcomes: 1n << 256n,
    identity: `drand ${round}`, json: { kind: "drand", chain: "quicknet", round },
  };
}

function readLottery(fields) {
  const name = fields.word("game", ...Object.keys(GAMES));
  const game = GAMES[name];
  const issue = fields.text("issue");
  const time = fields.time("time");
  const local = times.beijing(time);
  if (!game.days.includes(times.beijingWeekday(time))) fields.refuse(`${name} 在 ${local.slice(0, 10)} 这一天不开奖`);
  if (local.slice(11) < "20:00:00" || local.slice(11) > "22:30:00") {
    fields.refuse(`${name} 的开奖时间应在北京时间 20:00 至 22:30`);
  }
  const year = local.slice(4 - game.yearDigits, 4);
  if (!issue.startsWith(year) || !/^[0-9]{3}$/.test(issue.slice(year.length))) {
    fields.refuse(`${name} 的期号应为 ${year} 加三位数字`);
  }
  const left = game.specialTop - (game.isShared ? game.count : 0);
  return {
    kind: "lottery", game: name, issue, time, missing: "none",
    outcomes: choose(game.top, game.count) * choose(left, game.specials),
    identity: `lottery ${name} ${issue}`, json: { kind: "lottery", game: name, issue, time },
  };
}

function readDice(fields) {
  const json = {
    kind: "dice", count: fields.integer("count", 50, 1000), by: fields.text("by"), place: fields.text("place"),
    time: fields.time("time"),
  };
  return { ...json, missing: "none", outcomes: 6n ** BigInt(json.count), identity: `dice ${json.time}`, json };
}

function readWitness(fields) {
  const json = {
    kind: "witness", name: fields.text("name"), unit: fields.text("unit"), capacity: fields.text("capacity"),
    commitment: fields.hex("commitment"),
  };
  return { ...json, time: null, missing: "absent", outcomes: 1n, identity: `witness ${json.name}`, json };
}

export function requireFit(sources, fields) {
  const seen = new Set();
  for (const source of sources) {
    const marks = [source.identity];
    if (source.kind === "witness") marks.push(`commitment ${source.commitment}`);
    if (marks.some((mark) => seen.has(mark))) fields.refuse(`随机来源重复：${source.identity}`);
    marks.forEach((mark) => seen.add(mark));
  }
  const others = sources.filter((s) => s.time !== null && s.kind !== "dice").map((s) => s.time);
  for (const source of sources) {
    if (source.kind === "dice" && others.some((other) => source.time >= other)) {
      fields.refuse("骰子应在其他公开来源之前掷出");
    }
  }
}

export const publicTimes = (sources) => sources.map((s) => s.time).filter((time) => time !== null).sort();
export const hasValue = (source, value) => value !== source.missing;
// A lottery or dice source is said to have given nothing; a drand round always exists (spec 3.2).
export const isNone = (source, value) => value === "none" && source.missing === "none";

export function problem(source, value) {
  if (value === source.missing) return null;
  if (source.kind === "drand") {
    if (value === "none") return "drand 的每一轮都有公开数，不能写成没有公布；任何人都可以交来这一轮的签名";
    return isHex(value, 64) ? null : "drand 的公开数应为 64 位小写十六进制数";
  }
  if (source.kind === "witness") return isHex(value, 32) ? null : "见证值应为 32 位小写十六进制数";
  if (source.kind === "dice") {
    return value.length === source.count && /^[1-6]*$/.test(value) ? null : `应为 ${source.count} 个 1–6 的数字`;
  }
  return lotteryProblem(source.game, value);
}

function lotteryProblem(name, value) {
  const game = GAMES[name];
  const [balls, specials, more] = value.split("+");
  const wrong = `${name} 的号码写法不对`;
  if (more !== undefined || (specials !== undefined) !== game.specials > 0) return wrong;
  if (!areNumbers(balls, game.count, game.top)) return wrong;
  if (specials === undefined) return null;
  if (!areNumbers(specials, game.specials, game.specialTop)) return wrong;
  return game.isShared && balls.split(".").includes(specials) ? wrong : null;
}

function areNumbers(text, count, top) {
  const numbers = text.split(".");
  return (
    numbers.length === count &&
    numbers.every((one) => /^[0-9]{2}$/.test(one)) &&
    numbers.every((one, i) => i === 0 || numbers[i - 1] < one) &&
    numbers[0] > "00" &&
    Number(numbers[count - 1]) <= top
  );
}

// Level and bits from the sources that gave a number; null values stand for all of them (3.3).
export function assurance(sources, values) {
  let open = 1n;
  let present = 1n;
  sources.forEach((source, at) => {
    if (values !== null && !hasValue(source, values[at])) return;
    if (source.kind === "dice") present *= source.outcomes;
    else open *= source.outcomes;
  });
  if (open >= 1n << 60n) return { level: "public", bits: bits(open) };
  if (present >= 1n << 128n) return { level: "present", bits: bits(present) };
  return { level: "low", bits: bits(open * present) };
}

export const isBelow = (one, other) => LEVELS.indexOf(one.level) < LEVELS.indexOf(other.level);

export const commitWitness = (draw, name, value) => digest(`mingqian-draw/1|witness|${draw}|${name}|${value}`);

export function drandMessage(round) {
  return sha256(fromHex(round.toString(16).padStart(16, "0")));
}

const bits = (outcomes) => outcomes.toString(2).length - 1;

function choose(n, k) {
  let found = 1n;
  for (let i = 1n; i <= BigInt(k); i++) found = (found * (BigInt(n) - BigInt(k) + i)) / i;
  return found;
}
