// The whole minutes as they are read out: the same parts in the same order as 现场检查笔录.
import { ANSWERS, CODES, DISPOSITIONS, ORDERED } from "./codes.js";
import { inWords } from "./moments.js";
import { pathOf } from "./paths.js";
import { pointAnswer, pointsOf } from "./record.js";

const pair = (label, value) => value && `${label}：${value}`;

function head(task, { minutes, result }) {
  const { person } = minutes;
  const rows = [
    pair("检查对象", task.name), pair("统一社会信用代码", task.code), pair("检查地点", minutes.place),
    pair("现场负责人", person.name), pair("身份、职务", [person.identity, person.post].filter(Boolean).join("、")),
    pair("开始时间", inWords(minutes.start)), pair("结束时间", inWords(minutes.end)),
  ];
  return result.path ? [...rows, pair("未能检查的原因", pathOf({ result }).name)] : rows;
}

const rights = ({ minutes }) => [
  pair("出示执法证件时间", inWords(minutes.shown_at)),
  minutes.recusal_told && `已告知可以申请回避；回答：${minutes.recusal_answer || "没有回答"}`,
];

function finding(content, item) {
  const points = pointsOf(item).map(({ title }, index) => {
    const { answer, why } = pointAnswer(content, item, index + 1);
    return `${title}：${ANSWERS[answer] || "没有回答"}${why ? `（${why}）` : ""}`;
  });
  const answer = content.answers[item.code] || {};
  const disposition = (answer.disposition || []).map((token) => DISPOSITIONS[token]).join("、");
  return [`${item.name}。${points.join("；")}`, pair("发现的问题", answer.finding), pair("违反的规定", answer.provision), pair("后续处置", disposition)].filter(Boolean).join("。");
}

function factWords(spec, value) {
  if (spec.kind === "calls") return value.map((call) => `${inWords(call.at)} 拨打 ${call.number}，${call.result}`).join("；");
  if (spec.kind === "moment") return inWords(value);
  if (spec.kind === "choice") return spec.options[value];
  return value === true ? "是" : value;
}

function pathLines(content) {
  const facts = content.result.path_facts;
  const rows = (pathOf(content)?.facts || []).filter(({ key }) => facts[key]);
  return rows.map((spec) => pair(spec.label, factWords(spec, facts[spec.key])));
}

function order({ order: given, codes }) {
  const hasOrder = codes.some((code) => ORDERED.includes(code));
  return hasOrder && [`责令改正${given.number ? `（${given.number}）` : ""}`, given.due && `期限 ${given.due}`, given.cured && "已改正"].filter(Boolean).join("，");
}

// Gives the parts that say something, each with its title and its lines.
export function partsOf(task, content) {
  const { minutes, recordings, evidence, result } = content;
  const parts = [
    ["检查对象", head(task, content)],
    ["检查人员", task.officers.map(({ name, certificate }) => `${name}　执法证号 ${certificate}`)],
    ["证件和回避", rights(content)],
    ["检查情况", result.path ? pathLines(content) : task.items.map((item) => finding(content, item))],
    ["检查结果", [result.codes.map((code) => CODES[code]).join("、"), order(result)]],
    ["现场情况", minutes.facts.split("\n")],
    ["证据目录", evidence.map(({ name, pages }, index) => `${index + 1}. ${name}，${pages} 页`)],
    ["录音录像", recordings.map(({ device, start, end }) => `${device}　${inWords(start)} 至 ${inWords(end)}`)],
    ["当事人意见", [minutes.statement]],
    ["改动的确认", [minutes.changes]],
  ];
  return parts.map(([title, lines]) => ({ title, lines: lines.filter(Boolean) })).filter(({ lines }) => lines.length);
}
