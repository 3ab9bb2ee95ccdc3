// All that a record still lacks before it can be closed, each with the place where it is written.
import { CODES, DISPOSITIONS, KINDS, NEEDS_REASON, ORDERED, ROUTES, isExcluded, misfit } from "./codes.js";
import { isRefused, missingFacts, missingPictures, needsNoSubject, needsNobody, needsNoVisit, pathOf } from "./paths.js";
import { answersOf, isEmpty, pointAnswer, pointsOf, signatureOf } from "./record.js";
import { today } from "./moments.js";

const gap = (step, place, words) => ({ step, place, words });

function ofPoint(content, item, number) {
  const { answer, why } = pointAnswer(content, item, number);
  const place = `${item.code}.${number}`;
  if (!answer && !pathOf(content)) return [gap("items", place, `${item.name}：第 ${number} 点没有回答`)];
  return NEEDS_REASON.includes(answer) && isEmpty(why) ? [gap("items", place, `${item.name}：第 ${number} 点没有写理由`)] : [];
}

function ofItem(content, item) {
  const gaps = pointsOf(item).flatMap((_, index) => ofPoint(content, item, index + 1));
  const answer = content.answers[item.code] || {};
  const say = (key, words) => gap("items", `${item.code}.${key}`, `${item.name}：${words}`);
  const isChecked = answersOf(content, item).some((key) => key === "ok" || key === "bad");
  if (isChecked && isEmpty(answer.methods)) gaps.push(say("methods", "没有选核查方式"));
  if (!answersOf(content, item).includes("bad")) return !isEmpty(answer.finding) ? [...gaps, say("finding", "写了问题，却没有不合格的要点；请改其中一个")] : gaps;
  const need = { finding: "发现的问题", provision: "违反的规定", disposition: "后续处置" };
  const empty = Object.entries(need).filter(([key]) => isEmpty(answer[key]));
  return [...gaps, ...empty.map(([key, words]) => say(key, `没有写${words}`)), ...routes(answer).map((words) => say("disposition", words))];
}

// Where the disposition does not fit the kind of breach.
function routes({ kinds = [], disposition = [] }) {
  const wrong = kinds.filter((kind) => ROUTES[kind] && !ROUTES[kind].some((token) => disposition.includes(token)));
  const words = wrong.map((kind) => `“${KINDS[kind]}”的后续处置请选“${ROUTES[kind].map((token) => DISPOSITIONS[token]).join("”或“")}”`);
  return disposition.includes("none") && disposition.length > 1 ? [...words, "选了“无需后续处置”，不能再选别的"] : words;
}

function ofCodes(content, items) {
  const { codes, order } = content.result;
  if (!codes.length) return [gap("result", "codes", "没有选检查结果")];
  const clash = codes.filter((code) => codes.some((other) => isExcluded(code, other)));
  const gaps = clash.length ? [gap("result", "codes", `检查结果不能同时选：${clash.map((code) => CODES[code]).join("、")}`)] : [];
  const wrong = codes.filter((code) => misfit(code, content, items));
  gaps.push(...wrong.map((code) => gap("result", "codes", `检查结果“${CODES[code]}”：${misfit(code, content, items)}`)));
  const count = content.evidence.length;
  const isCured = content.evidence.some((piece) => piece.point === "cured");
  const hasOrder = codes.some((code) => ORDERED.includes(code));
  if (hasOrder && isEmpty(order.number)) gaps.push(gap("result", "number", "责令改正没有写指令书的文号"));
  if (hasOrder && !order.due && !codes.includes("YGZ")) gaps.push(gap("result", "due", "责令改正没有写期限"));
  if (codes.includes("YGZ") && !isCured) gaps.push(gap("result", "cured", "没有拍改正以后的样子"));
  if (codes.includes("WGS") && !count) gaps.push(gap("minutes", "", "“未按规定公示”要有照片或截图"));
  if (codes.includes("XJZ") && count < 2) gaps.push(gap("minutes", "", "“弄虚作假”要有两处来源的对比，至少两张照片"));
  return gaps;
}

function ofPath(content) {
  const facts = missingFacts(content).map(({ key, label }) => gap("result", `fact-${key}`, `${pathOf(content).name}：没有写${label}`));
  return [...facts, ...missingPictures(content).map(({ point, label }) => gap("result", point, `${pathOf(content).name}：没有拍${label}`))];
}

function ofMinutes(content) {
  const { minutes } = content;
  const isMet = !needsNobody(content);
  const need = needsNoVisit(content) ? {} : { place: "检查地点", start: "开始时间" };
  if (isMet) need.shown_at = "出示证件的时间";
  if (isMet && !isRefused(content)) Object.assign(need, { recusal_told: "告知申请回避的权利", recusal_answer: "对申请回避的回答" });
  need.facts = "现场情况";
  if (!needsNoVisit(content)) need.end = "结束时间";
  const gaps = Object.entries(need).filter(([key]) => isEmpty(minutes[key])).map(([key, words]) => gap("minutes", key, `没有写${words}`));
  const person = isMet && !isRefused(content) ? { name: "现场负责人姓名", post: "现场负责人职务" } : {};
  for (const [key, words] of Object.entries(person)) if (isEmpty(minutes.person[key])) gaps.push(gap("minutes", `person-${key}`, `没有写${words}`));
  if (minutes.start && minutes.end && minutes.end <= minutes.start) gaps.push(gap("minutes", "end", "结束时间应在开始时间之后"));
  const isWhole = ({ device, start, end }) => !isEmpty(device) && start && end && start <= end;
  const wrong = content.recordings.findIndex((row) => !isWhole(row));
  if (wrong >= 0) gaps.push(gap("minutes", `recording-${wrong}-device`, "录音录像要写设备和起止时间，起在止前"));
  if (content.evidence.some((piece) => isEmpty(piece.name))) gaps.push(gap("minutes", "evidence-0", "每件证据都要有名称"));
  return gaps;
}

export const isExpired = (signer) => Boolean(signer.until) && signer.until < today();

function ofTeam(signers) {
  const gaps = signers.length < 2 ? [gap("minutes", "officers", "检查人员不到两名，不能检查：请告诉科室补派")] : [];
  return [...gaps, ...signers.filter(isExpired).map(({ name }) => gap("minutes", "officers", `${name} 的执法证件已过期，不能检查`))];
}

export const padName = (who, name) => (who === "officer" ? `officer-${name}` : who);

function ofSignature(content, who, name, title, digest) {
  const signature = signatureOf(content, who, name);
  if (!signature) return [gap("sign", padName(who, name), `${title}没有签名`)];
  return signature.signed === digest ? [] : [gap("sign", padName(who, name), `${title}签名以后内容改过，请再签`)];
}

function ofSignatures(signers, content, digest) {
  if (content.paper.length) return [];
  const gaps = signers.flatMap(({ name }) => ofSignature(content, "officer", name, name, digest));
  if (needsNoSubject(content)) return gaps;
  const { reason, witness } = content.refusal;
  if (isEmpty(reason)) return [...gaps, ...ofSignature(content, "subject", "", "被检查人", digest)];
  if (signers.some(({ name }) => name === witness)) return [...gaps, gap("sign", "refusal-witness", "见证人不能是这次检查的人员")];
  const isProven = !isEmpty(witness) || content.recordings.length;
  return isProven ? gaps : [...gaps, gap("sign", "refusal-witness", "拒绝签名，还没有写见证人，也没有录音录像")];
}

// `digest` is that of the content as it stands: a signature on other words does not count.
export function missing(task, content, digest) {
  return [
    ...task.items.flatMap((item) => ofItem(content, item)),
    ...ofPath(content),
    ...ofCodes(content, task.items),
    ...ofTeam(task.signers),
    ...ofMinutes(content),
    ...ofSignatures(task.signers, content, digest),
  ];
}
