// Why nothing could be inspected, and the evidence that each reason demands (guide 2.2).

const text = (key, label, isNeeded = true) => ({ key, label, isNeeded, kind: "text" });
const yes = (key, label) => ({ key, label, isNeeded: true, kind: "yes" });
const SPEECH = [text("statement", "现场人员、房东或邻居的说明"), text("speaker", "说明的人（姓名、身份）")];

export const PATHS = {
  unreachable: {
    name: "无法联系", code: "WLX", pictures: { "path.door": "门牌或大门" },
    facts: [
      { key: "calls", label: "打过的电话", isNeeded: true, kind: "calls" },
      text("neighbour", "物业或邻居的说明", false), text("neighbour_name", "说明的人（姓名、身份）", false),
      { key: "second_visit", label: "没有人能说明：另一次到访的时间", isNeeded: false, kind: "moment" },
      text("dormant_attempt", "办了歇业备案的：按文书送达地址联系的情况", false),
    ],
  },
  uncooperative: {
    name: "不配合", code: "BPH", pictures: {},
    facts: [
      yes("basis_read", "已宣读检查依据"), yes("consequence_read", "已宣读不配合的后果（劳动保障监察条例第三十条）"),
      { key: "refused_at", label: "拒绝的时间", isNeeded: true, kind: "moment" },
      text("words", "对方拒绝的原话"), text("name", "对方姓名（肯说的话）", false),
      text("witness", "见证人（有录音录像可以不写）", false), text("police", "报警情况", false),
    ],
  },
  closed: { name: "关闭停业", code: "GBT", pictures: { "path.premises": "现场", "path.notice": "停业公告、清算或退租的纸" }, facts: SPEECH },
  deregistered: {
    name: "注销、吊销、迁出", code: "", pictures: { "path.extract": "登记信息查询页" },
    facts: [
      { key: "status", label: "登记状态", isNeeded: true, kind: "choice", options: { ZX: "注销", DX: "被吊销", CX: "被撤销", QC: "迁出" } },
      { key: "as_of", label: "查询日期", isNeeded: true, kind: "day" }, text("source", "查询的来源"),
    ],
  },
  no_business: { name: "未开展此项经营", code: "WJY", pictures: { "path.premises": "经营场所", "path.licence": "营业执照" }, facts: SPEECH },
};

// A notice is not always there; the other pictures are.
const OPTIONAL = ["path.notice"];
const WITHOUT_PEOPLE = ["unreachable", "closed", "deregistered"];

export const pathOf = (content) => PATHS[content.result.path] || null;
export const needsNobody = (content) => WITHOUT_PEOPLE.includes(content.result.path);
export const needsNoVisit = (content) => content.result.path === "deregistered";
export const codeOf = (content) => pathOf(content)?.code || content.result.path_facts.status || "";

// A second way that serves as well as the first.
function isServed(key, { result: { path, path_facts: facts }, recordings }) {
  if (path === "unreachable" && key === "neighbour") return Boolean((facts.neighbour && facts.neighbour_name) || facts.second_visit);
  return path !== "uncooperative" || key !== "witness" || Boolean(facts.witness || recordings.length);
}

export function missingFacts(content) {
  const path = pathOf(content);
  if (!path) return [];
  const gaps = path.facts.filter(({ key, isNeeded }) => isNeeded && !content.result.path_facts[key]?.toString()).map(({ key, label }) => ({ key, label }));
  if (!isServed("neighbour", content)) gaps.push({ key: "neighbour", label: "物业或邻居的说明和姓名，或者另一次到访的时间" });
  if (!isServed("witness", content)) gaps.push({ key: "witness", label: "见证人，或者录音录像" });
  return gaps;
}

export function missingPictures(content) {
  const needed = Object.entries(pathOf(content)?.pictures || {}).filter(([point]) => !OPTIONAL.includes(point));
  return needed.filter(([point]) => !content.evidence.some((piece) => piece.point === point)).map(([point, label]) => ({ point, label }));
}
