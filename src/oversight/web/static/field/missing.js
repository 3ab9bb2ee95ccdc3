// All that a record still lacks before it can be closed, each with the place where it is written.
import { NEEDS_REASON, ORDERED, exclusion, misfit } from "./codes.js";
import { missingFacts, missingPictures, needsNobody, needsNoVisit, pathOf } from "./paths.js";
import { answersOf, pointAnswer, pointsOf, signatureOf } from "./record.js";
import { today } from "./moments.js";

const gap = (step, place, words) => ({ step, place, words });

function ofPoint(content, item, number) {
  const { answer, why } = pointAnswer(content, item, number);
  const place = `${item.code}.${number}`;
  if (!answer && !pathOf(content)) return [gap("items", place, `${item.name}：第 ${number} 点没有回答`)];
  return NEEDS_REASON.includes(answer) && !why ? [gap("items", place, `${item.name}：第 ${number} 点没有写理由`)] : [];
}

function ofItem(content, item) {
  const gaps = pointsOf(item).flatMap((_, index) => ofPoint(content, item, index + 1));
  if (!answersOf(content, item).includes("bad")) return gaps;
  const answer = content.answers[item.code];
  const need = { finding: "发现的问题", provision: "违反的规定", kinds: "问题的种类", disposition: "后续处置" };
  const empty = Object.entries(need).filter(([key]) => !answer[key]?.length);
  return [...gaps, ...empty.map(([key, words]) => gap("items", `${item.code}.${key}`, `${item.name}：没有写${words}`))];
}

function ofCodes(content, items) {
  const { codes, order } = content.result;
  if (!codes.length) return [gap("result", "codes", "没有选检查结果")];
  const clash = codes.flatMap((code) => codes.map((other) => exclusion(code, other))).find(Boolean);
  const wrong = codes.map((code) => misfit(code, content, items)).find(Boolean);
  const gaps = [clash, wrong].filter(Boolean).map((words) => gap("result", "codes", `检查结果：${words}`));
  const isOrdered = codes.some((code) => ORDERED.includes(code));
  if (isOrdered && !order.due) gaps.push(gap("result", "due", "责令改正没有写期限"));
  if (codes.includes("YGZ") && !order.cured) gaps.push(gap("result", "cured", "没有确认已经改正"));
  return gaps;
}

function ofPath(content) {
  const facts = missingFacts(content).map(({ key, label }) => gap("result", `fact-${key}`, `${pathOf(content).name}：没有写${label}`));
  return [...facts, ...missingPictures(content).map(({ point, label }) => gap("result", point, `${pathOf(content).name}：没有拍${label}`))];
}

function ofMinutes(content) {
  const { minutes } = content;
  const isMet = !needsNobody(content);
  const need = { facts: "现场情况" };
  if (!needsNoVisit(content)) Object.assign(need, { place: "检查地点", start: "开始时间", end: "结束时间" });
  if (isMet) Object.assign(need, { shown_at: "出示证件的时间", recusal_told: "告知申请回避的权利", recusal_answer: "对申请回避的回答" });
  const gaps = Object.entries(need).filter(([key]) => !minutes[key]).map(([key, words]) => gap("minutes", key, `没有写${words}`));
  if (isMet && !minutes.person.name) gaps.push(gap("minutes", "person-name", "没有写现场负责人"));
  if (minutes.start && minutes.end && minutes.end < minutes.start) gaps.push(gap("minutes", "end", "结束时间早于开始时间"));
  return gaps;
}

export const isExpired = (officer) => Boolean(officer.until) && officer.until < today();

function ofTeam(officers) {
  const gaps = officers.length < 2 ? [gap("minutes", "officers", "检查人员不到两名，不能检查：请告诉科室补派")] : [];
  return [...gaps, ...officers.filter(isExpired).map(({ name }) => gap("minutes", "officers", `${name} 的执法证件已过期，不能检查`))];
}

export const padName = (who, name) => (who === "officer" ? `officer-${name}` : who);

function ofSignature(content, who, name, title, digest) {
  const signature = signatureOf(content, who, name);
  if (!signature) return [gap("sign", padName(who, name), `${title}没有签名`)];
  return signature.signed === digest ? [] : [gap("sign", padName(who, name), `${title}签名以后内容改过，请再签`)];
}

function ofSignatures(officers, content, digest) {
  if (content.paper.length) return [];
  const gaps = officers.flatMap(({ name }) => ofSignature(content, "officer", name, name, digest));
  if (needsNobody(content)) return gaps;
  const { reason, witness } = content.refusal;
  if (!reason) return [...gaps, ...ofSignature(content, "subject", "", "被检查人", digest)];
  const isProven = witness || content.recordings.length;
  return isProven ? gaps : [...gaps, gap("sign", "refusal-witness", "拒绝签名，还没有写见证人，也没有录音录像")];
}

// `digest` is that of the content as it stands: a signature on other words does not count.
export function missing(task, content, digest) {
  return [
    ...task.items.flatMap((item) => ofItem(content, item)),
    ...ofPath(content),
    ...ofCodes(content, task.items),
    ...ofTeam(task.officers),
    ...ofMinutes(content),
    ...ofSignatures(task.officers, content, digest),
  ];
}
