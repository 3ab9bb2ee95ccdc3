// Answers, dispositions and result codes: whole tokens, never positions (guide 2.1, 2.3, 2.5).
import { PATHS, codeOf, pathOf } from "./paths.js";
import { answersOf } from "./record.js";

export const ANSWERS = { ok: "合格", bad: "不合格", skipped: "未检查", none: "合理缺项" };
export const NEEDS_REASON = ["skipped", "none"];

export const CODES = {
  WFX: "未发现问题",
  ZLGZ: "发现问题已责令改正",
  YGZ: "发现问题经责令已改正",
  DHC: "发现问题待后续处理",
  WGS: "未按规定公示应当公示的信息",
  XJZ: "公示信息隐瞒真实情况弄虚作假",
  BPH: "不配合检查情节严重",
  WLX: "通过登记的住所（经营场所）无法联系",
  WJY: "未发现开展本次抽查涉及的经营活动",
  GBT: "已关闭停业或正在组织清算",
  ZX: "注销",
  DX: "被吊销",
  CX: "被撤销",
  QC: "迁出",
};

export const METHODS = {
  site: "实地检查", papers: "书面检查", opinion: "行政部门检查结果或专业意见", testing: "检验检测", network: "网络监测", agency: "委托专业机构辅助",
};
export const DISPOSITIONS = {
  order: "责令改正", pay: "责令限期支付", case: "案件线索移送办案机构", levy: "移送社会保险费征收机构", police: "移送公安机关", inform: "抄告其他部门",
  daily: "停止检查，反馈至日常监管部门依法依规处理", dispute: "告知通过劳动争议程序解决", other: "其他", none: "无需后续处置",
};
export const KINDS = {
  V01: "规章制度违法", V02: "未订立书面劳动合同、缺必备条款或者未交付文本", V03: "违法约定试用期", V04: "扣押证件、收取押金",
  V05: "克扣或者无故拖欠工资，低于最低工资，未付加班费、经济补偿", V06: "违法延长工作时间", V07: "违反女职工、未成年工保护规定",
  V08: "使用童工", V09: "未办理社会保险登记", V10: "未按时足额缴纳社会保险费", V11: "瞒报工资总额或者职工人数", V12: "骗取社会保险待遇、基金",
  V13: "无证从事职业中介、劳务派遣", V14: "人力资源服务机构未明示、无台账、未报年度报告或者提供虚假信息",
  V15: "违反农民工工资专户、实名制、保证金等规定", V16: "阻挠、隐瞒、伪证、拒不改正、打击报复", V99: "其他",
};
// Kinds that only some dispositions fit.
export const ROUTES = { V07: ["case"], V08: ["case"], V10: ["levy"], V11: ["case"], V12: ["case", "police"], V16: ["case"] };
export const ORDERS = ["order", "pay"];

export const FINDINGS = ["WGS", "XJZ", "ZLGZ", "YGZ", "DHC"];
export const ORDERED = ["ZLGZ", "YGZ"];
const REGISTER = ["ZX", "DX", "CX", "QC"];
const EXCLUDED = {
  WFX: Object.keys(CODES), WLX: [...FINDINGS, "BPH", "WJY"], YGZ: ["ZLGZ"],
  ...Object.fromEntries(REGISTER.map((code) => [code, ["BPH", "WLX", ...ORDERED, ...REGISTER]])),
};

const all = (content, items) => items.flatMap((item) => answersOf(content, item));
export const hasBreach = (content, items) => all(content, items).includes("bad");
const isAnswered = (content, items) => all(content, items).every(Boolean);
const isOrdered = (content, items) => items.some((item) => content.answers[item.code]?.disposition?.some((token) => ORDERS.includes(token)));
const isSound = (content, items) => isAnswered(content, items) && !hasBreach(content, items) && all(content, items).includes("ok");

export const isExcluded = (first, second) => first !== second && Boolean(EXCLUDED[first]?.includes(second) || EXCLUDED[second]?.includes(first));

function ofClean(content, items) {
  if (hasBreach(content, items)) return "有要点不合格";
  return isSound(content, items) ? "" : "还有要点没答，或者一点也没查";
}

// Says why a code does not fit what was answered; empty if it does.
export function misfit(code, content, items) {
  if (code === "WFX") return ofClean(content, items);
  if (FINDINGS.includes(code) && !hasBreach(content, items)) return "没有不合格的要点";
  if (ORDERED.includes(code) && !isOrdered(content, items)) return "没有一项的后续处置是责令改正或责令限期支付";
  const path = Object.values(PATHS).find(({ codes }) => codes.includes(code));
  return path && path !== pathOf(content) ? `先在上面选“${path.name}”` : "";
}

// Says why a code cannot be chosen now; empty if it can.
export function refusal(code, content, items) {
  const other = content.result.codes.find((chosen) => isExcluded(code, chosen));
  return other ? `和已选的“${CODES[other]}”不能同时选` : misfit(code, content, items);
}

// What the answers say: a proposal that a person takes or not.
export function suggestion(content, items) {
  const findings = hasBreach(content, items) ? [isOrdered(content, items) ? "ZLGZ" : "DHC"] : [];
  if (content.result.path) return [codeOf(content), ...findings].filter(Boolean);
  return isSound(content, items) ? ["WFX"] : findings;
}
