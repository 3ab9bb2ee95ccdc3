// Checks of what was fixed before, and of the randomness (spec 2, 3, 7.6).

import { fromHex, toHex } from "./bytes.js";
import { refuse, requireEqual, VerifyError } from "./errors.js";
import * as declaration from "./declaration.js";
import * as evidence from "./evidence.js";
import { rootOf } from "./log.js";
import { drawOf } from "./manifest.js";
import { commitSecret, revealDigest, ticketBase } from "./selection.js";
import { digest } from "./sha256.js";
import * as sources from "./sources.js";
import { byEye, passed } from "./outcomes.js";
import { outerFolder, tooDeep, unknown } from "./packing.js";

export function folderFiles(c) {
  const folder = outerFolder(c.files);
  if (folder !== null) {
    throw new VerifyError(tooDeep(folder), { where: folder, expected: "没有这层文件夹", found: "有" });
  }
  for (const name of evidence.ALWAYS) if (!c.files.has(name)) missing(name);
  const must = new Set(evidence.ALWAYS);
  for (const event of c.events) {
    must.add(evidence.entryFile(event));
    must.add(evidence.finalProofFile(event));
  }
  must.add("log/sealed.proof");
  const listed = c.result.sources.flatMap((source) => source.evidence);
  for (const file of listed) must.add(`evidence/${file.name}`);
  const may = new Set([evidence.README]);
  for (const event of evidence.datable(c.manifest)) {
    may.add(evidence.earlyProofFile(event));
    if (c.files.has(evidence.earlyProofFile(event))) may.add(evidence.tokenFile(event));
  }
  for (const name of [...must].sort()) if (!c.files.has(name)) missing(name);
  for (const name of [...c.files.keys()].sort()) {
    if (!must.has(name) && !may.has(name)) {
      throw new VerifyError(unknown(name), { where: name, expected: "没有这个文件", found: "有" });
    }
  }
  if (c.files.has(evidence.README)) {
    const own = digest(c.files.get(evidence.README));
    requireEqual("说明文件不是公布的那一份", evidence.README, evidence.README_DIGEST, own);
  }
  for (const file of listed) {
    const name = `evidence/${file.name}`;
    requireEqual("证据文件与结果中登记的摘要不一样", name, file.sha256, digest(c.files.get(name)));
  }
  return passed(`共 ${c.files.size} 个文件，不缺不多`);
}

function missing(name) {
  throw new VerifyError("缺少文件", { where: name, expected: "有这个文件", found: "没有" });
}

export function manifestCanonical(c) {
  const { manifest, result } = c;
  requireEqual("结果是另一次抽取的", "result.json draw", manifest.draw, result.draw);
  requireEqual("结果中来源的个数与清单不一样", "result.json sources", manifest.sources.length, result.sources.length);
  return passed("清单和结果都是规范写法，字段齐全");
}

export function rosterFormat(c) {
  const { subjects, exclusions, inspectors, conflicts } = c.rosters;
  return passed(
    `可抽 ${subjects.length} 家，不可抽 ${exclusions.length} 家，人员 ${inspectors.length} 名，回避等关系 ${conflicts.length} 条`,
  );
}

export function rosterDigests(c) {
  for (const entry of c.manifest.files) {
    const bytes = c.file(entry.name);
    requireEqual("名单的摘要与清单不一样", `manifest.json files ${entry.name} sha256`, entry.sha256, digest(bytes));
    let rows = -1;
    for (let i = 0; i < bytes.length; i++) if (bytes[i] === 10) rows++;
    requireEqual("名单的行数与清单不一样", `manifest.json files ${entry.name} rows`, entry.rows, rows);
  }
  return passed("四份名单与封存时一样");
}

export function candidatesRoot(c) {
  c.requirePassed("roster-format");
  c.rosters;
  const root = toHex(rootOf(c.leaves));
  requireEqual("名单的树根与清单不一样", "manifest.json candidates_root", c.manifest.candidatesRoot, root);
  return passed("树根一样，每一家都能证明自己被怎样对待");
}

export function strataCounts(c) {
  for (const stratum of c.manifest.strata) {
    const size = c.stratumSize(stratum.code);
    const where = `manifest.json strata ${stratum.code}`;
    requireEqual("层的家数与名单不一样", `${where} size`, size, stratum.size);
    requireEqual("应抽数与比例算出的不一样", `${where} draw`, drawOf(stratum.rule, size), stratum.draw);
  }
  requireEqual("签数的公倍数不对", "manifest.json ticket_base", ticketBase(c.rosters.subjects), c.manifest.ticketBase);
  const listed = c.rosters.subjects.length + c.rosters.exclusions.length;
  if (listed > c.manifest.directory.size) {
    throw new VerifyError("名单比名录库还大", {
      where: "manifest.json directory.size", expected: `不少于 ${listed}`, found: String(c.manifest.directory.size),
    });
  }
  return passed(`${c.manifest.strata.length} 个层的家数和应抽数都重算一样`);
}

export function sourceValues(c) {
  const looks = [];
  for (const { source, given, position } of c.valued) {
    const where = `result.json sources[${position - 1}]`;
    const wrong = sources.problem(source, given.value);
    if (wrong !== null) throw new VerifyError(wrong, { where, expected: "符合来源的写法", found: given.value });
    requireLogged(c, source, given.value, position);
    if (sources.isNone(source, given.value)) looks.push(declaredNone(c, source, given, position));
    else if (source.kind === "dice") looks.push(`骰子点数 ${given.value} 与录像、纪要(${source.place},${source.by})`);
  }
  return looks.length > 0 ? byEye(`与日志一样；请目测：${looks.join(";")}`) : passed("每个来源的数都与日志一样");
}

// Two persons declared it, and named the files that show it (3.2).
function declaredNone(c, source, given, position) {
  const entry = evidence.entryFile(`reveal-${position}`);
  const { persons, digests } = declaration.read(c.entry(`reveal-${position}`).public, entry);
  const found = [...new Set(given.evidence.map((file) => file.sha256))].sort();
  const where = `result.json sources[${position - 1}] evidence`;
  requireEqual("没有公布的证据文件与声明时记入日志的不一样", where, digests.join("、"), found.join("、"));
  const names = given.evidence.map((file) => `evidence/${file.name}(${file.address})`).join("、");
  return `${source.kind} 至截止确无公布，由 ${persons.join("、")} 声明，证据 ${names}`;
}

function requireLogged(c, source, value, position) {
  const entry = c.entry(`reveal-${position}`).public;
  const isHidden = c.manifest.mode === "sealed" && source.kind === "witness";
  const field = isHidden ? "digest" : "value";
  const expected = isHidden ? revealDigest(c.manifest.draw, position, c.result.secret || "", value) : value;
  requireEqual("来源的数与日志不一样", `log/reveal-${position}.entry ${field}`, expected, entry.get(field));
}

export function witnessCommitments(c) {
  let count = 0;
  for (const { source, given, position } of c.valued) {
    if (source.kind !== "witness" || !sources.hasValue(source, given.value)) continue;
    count++;
    const found = sources.commitWitness(c.manifest.draw, source.name, given.value);
    requireEqual(`见证人 ${source.name} 的数与封存前的承诺不一样`, `result.json sources[${position - 1}]`, source.commitment, found);
  }
  return passed(count > 0 ? `${count} 位见证人的数与承诺一样` : "没有见证人给出的数");
}

export function drandSignature(c) {
  const said = [];
  for (const { source, given, position } of c.valued) {
    const where = `result.json sources[${position - 1}]`;
    if (source.kind === "drand") {
      requireRound(c, source, given, where);
      said.push(source.round);
    } else requireEqual("不应有签名", `${where} signature`, null, given.signature);
  }
  return passed(said.length > 0 ? `drand 第 ${said.join("、")} 轮的签名有效` : "没有 drand 来源");
}

function requireRound(c, source, given, where) {
  const raw = fromHex(given.signature || "");
  requireEqual("公开数不是签名的摘要", `${where} value`, digest(raw), given.value);
  const isValid = c.crypto.verifyBlsG1(fromHex(sources.QUICKNET_KEY), sources.drandMessage(source.round), raw);
  if (!isValid) {
    throw new VerifyError(`drand 第 ${source.round} 轮的签名不能由固定的公钥验证`, {
      where: `${where} signature`, expected: "有效的签名", found: given.signature,
    });
  }
}

export function lotteryNotice(c) {
  const looks = c.valued
    .filter(({ source }) => source.kind === "lottery")
    .map(({ source, given }) => {
      const said = sources.hasValue(source, given.value) ? `号码 ${given.value}` : "没有开奖";
      return `${source.game} 第 ${source.issue} 期，${source.time}，${said}`;
    });
  if (looks.length === 0) return passed("没有彩票来源");
  return byEye(`请与官方开奖公告核对玩法、期号、号码和开奖日期时间：${looks.join(";")}`);
}

export function secretCommitment(c) {
  const { secret } = c.result;
  if (c.manifest.mode !== "sealed") {
    requireEqual("公开方式不应有密数", "result.json secret", null, secret);
    return passed("公开方式，没有密数");
  }
  const found = secret === null ? null : commitSecret(c.manifest.draw, secret);
  requireEqual("密数与封存时的承诺不一样", "result.json secret", c.manifest.secretCommitment, found);
  requireEqual("开封记录中的密数不一样", "log/opened.entry", secret, c.entry("opened").public.get("secret"));
  return passed("密数与封存时的承诺一样");
}

export function assurance(c) {
  const expected = sources.assurance(c.manifest.sources, c.valued.map((one) => one.given.value));
  const found = c.result.assurance;
  requireEqual("保证级别不对", "result.json assurance", `${expected.level} ${expected.bits}`, `${found.level} ${found.bits}`);
  if (sources.isBelow(expected, sources.assurance(c.manifest.sources, null))) {
    refuse(`随机来源缺值，保证级别降为 ${expected.level}，本次抽取按规则作废`);
  }
  if (found.level === "low") return passed(`低(${found.bits} 位)：封存前能在多份名单中挑选的人，仍有少许影响`);
  return passed(`${found.level === "public" ? "公开来源" : "当场骰子"},${found.bits} 位`);
}

export function seed(c) {
  requireEqual("种子重算不一样", "result.json seed", c.seed(), c.result.seed);
  requireEqual("结果中的封存码与清单不一样", "result.json commitment", c.manifest.commitment, c.result.commitment);
  return passed("种子重算一样");
}
