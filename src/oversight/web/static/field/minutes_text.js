// The whole minutes as they are read out, line by line as the site writes 现场检查笔录.
import { ANSWERS, CODES, FINDINGS } from "./codes.js";
import { pathOf } from "./paths.js";
import { answersOf, pointAnswer, pointsOf } from "./record.js";

const PATH_WORDS = {
  neighbour_name: "证明人", neighbour: "证明人说明", dormant_attempt: "按文书送达地址联系的结果", moved_to: "查明在辖区以外的经营地", words: "对方拒绝时说", name: "拒绝的人",
  witness: "见证人", police: "报警情况", speaker: "说明人", statement: "说明", source: "登记信息来源",
};
const joined = (parts, mark) => parts.filter(Boolean).join(mark);

function moment(value) {
  if (!value) return "";
  const [date, time] = value.split("T");
  const [year, month, day] = date.split("-").map(Number);
  return `${year}年${month}月${day}日${Number(time.slice(0, 2))}时${time.slice(3, 5)}分`;
}

// The codes of one item, as they follow from those of the whole.
function codesOf(content, item) {
  const { codes, path } = content.result;
  const answers = answersOf(content, item);
  if (answers.includes("bad")) return codes.filter((code) => FINDINGS.includes(code));
  if (path) return codes.filter((code) => !FINDINGS.includes(code));
  return answers.includes("ok") ? ["WFX"] : [];
}

function note(content, item) {
  const points = pointsOf(item).map(({ title }, index) => {
    const { answer, why } = pointAnswer(content, item, index + 1);
    return answer && `${index + 1}. ${title}：${ANSWERS[answer]}${why.trim() && `（${why.trim()}）`}`;
  });
  const { finding = "", provision = "" } = content.answers[item.code] || {};
  return joined([...points, ...(finding.trim() ? [`发现：${finding.trim()}`, `依据：${provision.trim()}`] : [])], "\n");
}

function finding(content, item) {
  const result = codesOf(content, item).map((code) => CODES[code]).join("；") || "没有检查";
  return { "事项": item.name, "检查结果": result, "说明": note(content, item) };
}

function factsOf({ minutes, result }) {
  const given = result.path_facts;
  const calls = (given.calls || []).map((call) => `拨打${call.number}：${call.result}。`);
  const rest = Object.entries(PATH_WORDS).filter(([key]) => given[key]?.trim()).map(([key, title]) => `${title}：${given[key].trim()}。`);
  return joined([minutes.place.trim() && `检查地点：${minutes.place.trim()}。`, minutes.facts.trim(), ...calls, ...rest], "\n");
}

const evidence = ({ digest, name, pages }, index) => (
  { "编号": String(index + 1), "名称": name.trim(), "页数": String(pages || 1), "摘要（前后各8位）": `${digest.slice(0, 8)}…${digest.slice(-8)}` });

function recusal(content) {
  const { recusal_told: isTold, recusal_answer: answer } = content.minutes;
  return isTold ? `已告知；${answer}。` : `没有告知：${pathOf(content)?.name || "能够检查"}。`;
}

function fieldsOf(task, content) {
  const { minutes, recordings } = content;
  const { person } = minutes;
  return {
    "检查对象": task.name, "统一社会信用代码": task.code, "住所（经营场所）": task.registered || "没有登记地址",
    "现场负责人": person.name.trim() || "现场没有人员", "身份、职务": joined([person.identity.trim(), person.post.trim()], " "),
    "开始时间": moment(minutes.start), "结束时间": moment(minutes.end),
    "检查人员": task.signers.map(({ name, certificate }) => ({ "姓名": name, "执法证号": certificate })),
    "出示执法证件时间": moment(minutes.shown_at || minutes.start), "告知申请回避的权利和回答": recusal(content),
    "检查情况": task.items.map((item) => finding(content, item)),
    "现场情况": factsOf(content), "证据目录": content.evidence.map(evidence),
    "录音录像": recordings.map(({ device, start, end }) => ({ "设备": device.trim(), "开始": moment(start), "结束": moment(end) })),
    "当事人意见": minutes.statement.trim(), "改动的确认": minutes.changes.trim(),
  };
}

const row = (values, index) => `${index + 1}. ${joined(Object.entries(values).map(([title, value]) => value && `${title}：${value}`), "；")}`;

function linesOf([title, value]) {
  if (Array.isArray(value)) return value.length ? [`${title}：`, ...value.map(row)] : [];
  return value ? [`${title}：${value}`] : [];
}

export const textOf = (task, content) => ["现场检查笔录", ...Object.entries(fieldsOf(task, content)).flatMap(linesOf)].join("\n");
