// manifest.json and result.json (spec 2.2, 6.1).

import { mapped, parse, write } from "./canonical.js";
import { Fields, MAX_COUNT } from "./fields.js";
import { NAMES } from "./roster.js";
import { digest } from "./sha256.js";
import * as sources from "./sources.js";

const FORMAT = "mingqian-draw/1";

export function readManifest(bytes) {
  const fields = new Fields(parse(bytes, "manifest.json"), "manifest.json");
  fields.word("format", FORMAT);
  const manifest = {
    commitment: digest(bytes),
    draw: fields.code("draw"),
    organisation: fields.text("organisation"),
    title: fields.text("title"),
    plan: fields.codeOrNull("plan"),
    task: fields.code("task"),
    items: fields.objects("items", (f) => ({ code: f.code("code"), version: f.integer("version"), title: f.text("title") })),
    mode: fields.word("mode", "open", "sealed"),
    directory: directory(fields.child("directory")),
    files: fields.objects("files", (f) => ({ name: f.word("name", ...NAMES), rows: f.integer("rows"), sha256: f.hex("sha256") })),
    candidatesRoot: fields.hex("candidates_root"),
    strata: fields.objects("strata", stratum),
    ticketBase: fields.integer("ticket_base", 1, 2520),
    exclusionReasons: fields.objects("exclusion_reasons", (f) => ({ code: f.code("code"), text: f.text("text") })),
    relaxSoft: fields.boolean("relax_soft"),
    sources: fields.objects("sources", sources.read),
    t0: fields.time("t0"),
    deadline: fields.time("deadline"),
    secretCommitment: fields.hexOrNull("secret_commitment"),
    voids: fields.codes("voids"),
  };
  fields.done();
  requireOrders(manifest, fields);
  requireWhole(manifest, fields);
  requireTimes(manifest, fields);
  return manifest;
}

export function readResult(bytes) {
  const fields = new Fields(parse(bytes, "result.json"), "result.json");
  fields.word("format", FORMAT);
  const result = {
    draw: fields.code("draw"),
    commitment: fields.hex("commitment"),
    assurance: level(fields.child("assurance")),
    sources: fields.objects("sources", given),
    secret: fields.hexOrNull("secret"),
    seed: fields.hex("seed"),
    relaxed: fields.boolean("relaxed"),
    strata: fields.objects("strata", drawn),
    visits: fields.objects("visits", visit),
    loads: fields.objects("loads", (f) => ({ inspector: f.code("inspector"), tasks: f.integer("tasks", 1) })),
  };
  fields.done();
  fields.requireOrdered("strata", result.strata.map((one) => one.code));
  fields.requireOrdered("visits", result.visits.map((one) => one.subject));
  fields.requireOrdered("loads", result.loads.map((one) => one.inspector));
  return result;
}

// The public fields of draw.sealed (6.4), as bytes to be compared.
export function sealedFields(manifest) {
  return {
    commitment: manifest.commitment,
    mode: manifest.mode,
    task: manifest.task,
    sources: write(mapped(manifest.sources.map((source) => source.json))),
    t0: manifest.t0,
    deadline: manifest.deadline,
  };
}

export function drawOf(rule, size) {
  const share = Math.ceil((size * rule.permyriad) / 10000);
  const bounded = Math.max(rule.min, share);
  return Math.min(size, rule.max === null ? bounded : Math.min(bounded, rule.max));
}

function directory(fields) {
  const found = { root: fields.hexOrNull("root"), size: fields.integer("size"), at: fields.time("at") };
  fields.done();
  return found;
}

function stratum(fields) {
  const found = {
    code: fields.code("code"),
    title: fields.text("title"),
    item: fields.code("item"),
    size: fields.integer("size"),
    rule: rule(fields.child("rule")),
    draw: fields.integer("draw"),
    reserve: fields.integer("reserve", 0, MAX_COUNT),
    team: fields.objects("team", (f) => ({ pool: f.code("pool"), count: f.integer("count", 1, MAX_COUNT) })),
  };
  fields.requireOrdered("team", found.team.map((need) => need.pool));
  return found;
}

function rule(fields) {
  const found = { permyriad: fields.integer("permyriad", 0, 10000), min: fields.integer("min", 0, MAX_COUNT) };
  found.max = fields.isNull("max") ? null : fields.integer("max", found.min, MAX_COUNT);
  fields.done();
  return found;
}

function requireOrders(manifest, fields) {
  fields.requireOrdered("items", manifest.items.map((one) => one.code));
  fields.requireOrdered("files", manifest.files.map((one) => one.name));
  fields.requireOrdered("strata", manifest.strata.map((one) => one.code));
  fields.requireOrdered("exclusion_reasons", manifest.exclusionReasons.map((one) => one.code));
  fields.requireOrdered("voids", manifest.voids);
}

function requireWhole(manifest, fields) {
  if (manifest.files.map((one) => one.name).join() !== NAMES.join()) fields.refuse(`files 应正好是 ${NAMES.join("、")}`);
  for (const name of ["items", "strata", "sources"]) {
    if (manifest[name].length === 0) fields.refuse(`${name} 不能为空`);
  }
  const items = new Set(manifest.items.map((one) => one.code));
  for (const one of manifest.strata) {
    if (!items.has(one.item)) fields.refuse(`层 ${one.code} 的事项没有在 items 中声明`);
  }
  if ((manifest.mode === "sealed") !== (manifest.secretCommitment !== null)) {
    fields.refuse("secret_commitment 在密封方式下必须有，在公开方式下必须为 null");
  }
}

function requireTimes(manifest, fields) {
  sources.requireFit(manifest.sources, fields);
  const times = sources.publicTimes(manifest.sources);
  if (times.length === 0) fields.refuse("至少要有一个公开来源");
  if (manifest.t0 !== times[0]) fields.refuse(`t0 应为最早的公开来源时间 ${times[0]}`);
  if (manifest.deadline <= times[times.length - 1]) fields.refuse("截止时间应晚于最后一个公开来源");
}

function level(fields) {
  const found = { level: fields.word("level", ...sources.LEVELS), bits: fields.integer("bits") };
  fields.done();
  return found;
}

function given(fields) {
  const found = {
    value: fields.text("value"),
    signature: fields.hexOrNull("signature", 96),
    evidence: fields.objects("evidence", (f) => ({ name: f.code("name"), sha256: f.hex("sha256"), address: f.text("address") })),
  };
  fields.requireOrdered("evidence", found.evidence.map((one) => one.name));
  return found;
}

const numbered = (fields) => ({ id: fields.code("id"), number: fields.hex("number") });

function drawn(fields) {
  return {
    code: fields.code("code"),
    cutoff: fields.isNull("cutoff") ? null : cutoff(fields.child("cutoff")),
    drawn: fields.objects("drawn", numbered),
    reserves: fields.objects("reserves", numbered),
  };
}

function cutoff(fields) {
  const value = fields.tested("value", (v) => typeof v === "string" && /^(0|[1-9][0-9]{0,18})$/.test(v), "十进制整数");
  const found = { value: BigInt(value), number: fields.hex("number") };
  fields.done();
  return found;
}

function visit(fields) {
  const found = {
    subject: fields.code("subject"),
    strata: fields.codes("strata"),
    team: fields.objects("team", (f) => ({ pool: f.code("pool"), inspector: f.codeOrNull("inspector"), leader: f.boolean("leader") })),
  };
  fields.requireOrdered("strata", found.strata);
  return found;
}
