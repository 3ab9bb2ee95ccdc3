// Why nothing could be inspected, and the evidence that each reason demands (guide 2.2).
import { isEmpty } from "./record.js";

const text = (key, label, isNeeded = true) => ({ key, label, isNeeded, kind: "text" });
const yes = (key, label) => ({ key, label, isNeeded: true, kind: "yes" });
const speech = (isNeeded) => [text("statement", "现场人员、房东或邻居的说明", isNeeded), text("speaker", "说明的人（姓名、身份）", isNeeded)];

export const PATHS = {
  unreachable: {
    name: "无法联系", codes: ["WLX"], pictures: { "path.door": "门牌或大门" },
    facts: [
      { key: "calls", label: "打过的电话", isNeeded: true, kind: "calls" },
      text("neighbour", "物业或邻居的说明", false), text("neighbour_name", "说明的人（姓名、身份）", false),
      { key: "second_visit", label: "没有人能说明：另一次到访的时间", isNeeded: false, kind: "moment" },
      text("dormant_attempt", "办了歇业备案的：按文书送达地址联系的情况", false),
      text("moved_to", "查明在辖区以外经营的：地址（在辖区内的不是无法联系，请到那里接着查）", false),
    ],
  },
  uncooperative: {
    name: "不配合", codes: ["BPH"], pictures: {},
    facts: [
      yes("basis_read", "已宣读检查依据"), yes("consequence_read", "已宣读不配合的后果（劳动保障监察条例第三十条）"),
      { key: "refused_at", label: "拒绝的时间", isNeeded: true, kind: "moment" },
      text("words", "对方拒绝的原话"), text("name", "对方姓名（肯说的话）", false),
      text("witness", "见证人（有录音录像可以不写）", false), text("police", "报警情况", false),
    ],
  },
  closed: { name: "关闭停业", codes: ["GBT"], pictures: { "path.premises": "现场", "path.notice": "停业公告、清算或退租材料" }, facts: speech(false) },
  deregistered: {
    name: "注销、吊销、撤销或者迁出", codes: ["ZX", "DX", "CX", "QC"], pictures: { "path.extract": "登记信息查询页" },
    facts: [
      { key: "status", label: "登记状态", isNeeded: true, kind: "choice", options: { ZX: "注销", DX: "被吊销", CX: "被撤销", QC: "迁出" } },
      { key: "as_of", label: "查询日期", isNeeded: true, kind: "day" }, text("source", "查询的来源"),
    ],
  },
  no_business: { name: "未开展有关经营活动", codes: ["WJY"], pictures: { "path.premises": "经营场所", "path.licence": "营业执照" }, facts: speech(true) },
};

// A notice is not always there: then somebody says so.
const OPTIONAL = ["path.notice"];
const WITHOUT_PEOPLE = ["unreachable", "closed", "deregistered"];

export const pathOf = (content) => PATHS[content.result.path] || null;
export const needsNobody = (content) => WITHOUT_PEOPLE.includes(content.result.path);
export const needsNoSubject = (content) => needsNobody(content) || isRefused(content);
export const needsNoVisit = (content) => content.result.path === "deregistered";
export const isRefused = (content) => content.result.path === "uncooperative";

export function codeOf(content) {
  const codes = pathOf(content)?.codes || [];
  return codes.length > 1 ? content.result.path_facts.status || "" : codes[0] || "";
}

// Another day or another half of the day.
function isOtherHalf(first, second) {
  const half = (moment) => `${moment.slice(0, 10)} ${moment.slice(11, 13) < "12"}`;
  return Boolean(first && second) && half(first) !== half(second);
}

const isSaid = (...values) => !values.some(isEmpty);

// What may be proved in more than one way.
const WAYS = {
  unreachable: ({ minutes, result: { path_facts: facts } }) => {
    const isProven = isSaid(facts.neighbour, facts.neighbour_name) || isOtherHalf(minutes.start, facts.second_visit);
    const isCalled = (facts.calls || []).every((call) => isSaid(call.number, call.at, call.result));
    return [...(isProven ? [] : [["neighbour", "物业或邻居的说明和姓名，或者另一个半天再去一次的时间"]]), ...(isCalled ? [] : [["calls", "每个电话的号码、时间和结果"]])];
  },
  uncooperative: ({ recordings, result: { path_facts: facts } }) => (isSaid(facts.witness) || recordings.length ? [] : [["witness", "见证人，或者录音录像"]]),
  closed: ({ evidence, result: { path_facts: facts } }) => {
    const isNoticed = evidence.some((piece) => piece.point === "path.notice");
    return isNoticed || isSaid(facts.statement, facts.speaker) ? [] : [["statement", "停业公告的照片，或者邻居、房东的说明和姓名"]];
  },
};

export function missingFacts(content) {
  const path = pathOf(content);
  if (!path) return [];
  const gaps = path.facts.filter(({ key, isNeeded }) => isNeeded && isEmpty(content.result.path_facts[key])).map(({ key, label }) => ({ key, label }));
  const ways = WAYS[content.result.path]?.(content) || [];
  return [...gaps, ...ways.map(([key, label]) => ({ key, label }))];
}

export function missingPictures(content) {
  const needed = Object.entries(pathOf(content)?.pictures || {}).filter(([point]) => !OPTIONAL.includes(point));
  return needed.filter(([point]) => !content.evidence.some((piece) => piece.point === point)).map(([point, label]) => ({ point, label }));
}
