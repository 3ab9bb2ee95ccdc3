// Answers, dispositions and result codes: whole tokens, never positions (guide 2.1, 2.3, 2.5).
import { codeOf } from "./paths.js";
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
  site: "实地检查", written: "书面检查", units: "行政部门检查结果或专业意见", test: "检验检测", network: "网络监测", agency: "委托专业机构辅助",
};
export const DISPOSITIONS = {
  order: "责令改正", pay: "责令限期支付", case: "案件线索移送办案机构", levy: "移送社会保险费征收机构", police: "移送公安机关",
  inform: "抄告其他部门", dispute: "告知通过劳动争议程序解决", stop: "停止检查，反馈至日常监管部门依法依规处理", other: "其他", none: "无需后续处置",
};
export const KINDS = {
  V01: "规章制度违法", V02: "未订立书面劳动合同、缺必备条款、未交付文本", V03: "违法约定试用期", V04: "扣押证件、收取押金",
  V05: "克扣、拖欠工资，低于最低工资，未付加班费、经济补偿", V06: "违法延长工作时间", V07: "违反女职工、未成年工保护规定", V08: "使用童工",
  V09: "未办理社会保险登记", V10: "未按时足额缴纳社会保险费", V11: "瞒报工资总额或职工人数", V12: "骗取社会保险待遇、基金",
  V13: "无证从事职业中介、劳务派遣", V14: "人力资源服务机构未明示、无台账、未报年报、虚假信息", V15: "农民工工资专户、实名制等违反规定",
  V16: "阻挠、隐瞒、伪证、拒不改正、打击报复", V99: "其他",
};

const REGISTER = ["ZX", "DX", "CX", "QC"];
const WITHOUT_FINDING = ["WLX", ...REGISTER];
const PAIRS = [...WITHOUT_FINDING.map((code) => [code, "BPH"]), ["ZLGZ", "YGZ"], ["WLX", "WJY"], ["WLX", "GBT"]];
export const ORDERED = ["ZLGZ", "YGZ"];

const all = (content, items) => items.flatMap((item) => answersOf(content, item));
export const hasBreach = (content, items) => all(content, items).includes("bad");
const isAllClean = (content, items) => all(content, items).every((answer) => answer === "ok" || answer === "none");

// Says why two codes exclude each other; empty if they do not.
export function exclusion(first, second) {
  if (first === second) return "";
  if ([first, second].includes("WFX")) return `“${CODES.WFX}”不能和别的结果同时选`;
  const isPair = PAIRS.some((pair) => pair.includes(first) && pair.includes(second));
  return isPair ? `“${CODES[first]}”和“${CODES[second]}”不能同时选` : "";
}

// Says why a code does not fit what was answered; empty if it does.
export function misfit(code, content, items) {
  if (code === "WFX" && hasBreach(content, items)) return "有要点不合格";
  if (code === "WFX" && !isAllClean(content, items)) return "还有要点没答或没检查";
  if (WITHOUT_FINDING.includes(code) && hasBreach(content, items)) return "已经查出问题，不能同时是这种结果";
  if (code === "BPH" && !content.minutes.shown_at) return "先出示执法证件，并在笔录里记下时间";
  return "";
}

// Says why a code cannot be chosen now; empty if it can.
export function refusal(code, content, items) {
  const other = content.result.codes.find((chosen) => exclusion(code, chosen));
  return other ? exclusion(code, other) : misfit(code, content, items);
}

// What the answers say: a proposal that a person takes or not.
export function suggestion(content, items) {
  if (content.result.path) return codeOf(content) ? [codeOf(content)] : [];
  if (hasBreach(content, items)) {
    const isOrdered = items.some((item) => content.answers[item.code]?.disposition?.includes("order"));
    return [isOrdered ? "ZLGZ" : "DHC"];
  }
  return items.length && isAllClean(content, items) ? ["WFX"] : [];
}
