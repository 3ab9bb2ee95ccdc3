// The first step: each item with its points, what to look at and what counts as a breach.
import { ANSWERS, DISPOSITIONS, KINDS, METHODS, NEEDS_REASON } from "./codes.js";
import * as fields from "./fields.js";
import { camera } from "./gallery.js";
import { el } from "./page.js";
import { answerOf, answersOf, pointAnswer, pointsOf } from "./record.js";

// Whoever answers a point on the spot has looked on the spot.
function answer(content, item, number, key) {
  const answers = answerOf(content, item);
  answers.points[number - 1].answer = key;
  if (!answers.methods.length) answers.methods = ["site"];
}

const hint = (label, words) => (words ? el("p", { class: "mq-hint" }, el("b", {}, label), words) : null);

function point(form, item, { title, look, breach }, number) {
  const key = `${item.code}.${number}`;
  const given = pointAnswer(form.content, item, number);
  const reason = (value) => form.update((content) => { answerOf(content, item).points[number - 1].why = value; });
  return el("li", { class: "mq-point", "data-place": key },
    el("h3", {}, `${number}. ${title}`), hint("看什么：", look), hint("算问题：", breach),
    fields.choice(key, title, ANSWERS, given.answer, (chosen) => form.update((content) => answer(content, item, number, chosen), item.code)),
    NEEDS_REASON.includes(given.answer) ? fields.line(`${key}.why`, `${ANSWERS[given.answer]}的理由`, given.why, reason) : null,
    camera(key, `第 ${number} 点拍照`, form.keep));
}

const open = (content, item) => pointsOf(item).map((_, index) => index + 1).filter((number) => !pointAnswer(content, item, number).answer);

// All points at once, but only those that are listed by name first.
function together(form, item) {
  const rest = open(form.content, item);
  const ask = (code) => { form.asked = code; form.redraw(item.code); };
  if (!rest.length) return null;
  if (form.asked !== item.code) {
    return el("button", { type: "button", class: "btn mq-all", "data-key": `${item.code}-all`, onclick: () => ask(item.code) }, rest.length === pointsOf(item).length ? "全部合格" : "其余全部合格");
  }
  const confirm = () => {
    form.asked = "";
    form.update((content) => { for (const number of rest) answer(content, item, number, "ok"); }, item.code);
  };
  return el("div", { class: "mq-msg due", role: "group", "aria-label": "确认全部合格" }, el("div", {},
    el("b", {}, "下面各点都看过，都合格："), el("ul", {}, ...rest.map((number) => el("li", {}, `${number}. ${pointsOf(item)[number - 1].title}`)))),
  el("div", { class: "acts" },
    el("button", { type: "button", class: "btn btn-primary", "data-key": `${item.code}-all`, onclick: confirm }, "确认都合格"),
    el("button", { type: "button", class: "btn", onclick: () => ask("") }, "再看看")));
}

const folded = (key, title, ...children) => el("details", { class: "mq-fold", "data-key": key }, el("summary", {}, title), ...children);

function breachFields(form, item) {
  const { code } = item;
  const given = form.content.answers[code];
  const set = (name) => (value) => form.update((content) => { answerOf(content, item)[name] = value; });
  const counted = given.kinds.length ? `已选 ${given.kinds.length} 种` : "请选";
  return el("div", { class: "mq-breach" },
    fields.text(`${code}.finding`, "发现的问题（时间、人数、金额，只写事实）", given.finding, set("finding")),
    fields.line(`${code}.provision`, "违反的规定（法律名称和条款）", given.provision, set("provision")),
    el("div", { "data-place": `${code}.kinds` }, folded(`${code}-kinds`, `问题的种类：${counted}`, fields.several(`${code}.kind`, "问题的种类", KINDS, given.kinds, set("kinds")))),
    fields.several(`${code}.disposition`, "后续处置", DISPOSITIONS, given.disposition, set("disposition")));
}

function law(item) {
  const rows = item.law?.length ? item.law : [{ title: item.basis || "没有写依据", text: "" }];
  return folded(`${item.code}-law`, "依据什么", ...rows.map((basis) => el("p", {}, el("b", {}, basis.title), basis.text ? `　${basis.text}` : "")));
}

function card(form, item, place, count) {
  const points = pointsOf(item);
  const methods = form.content.answers[item.code]?.methods || [];
  const done = answersOf(form.content, item).filter(Boolean).length;
  return el("section", { class: "card mq-item", "data-item": item.code },
    el("p", { class: "mq-cap" }, `第 ${place} 项，共 ${count} 项；答了 ${done} / ${points.length} 点`),
    el("h2", { class: "mq-item-title" }, item.name), law(item),
    el("ol", {}, ...points.map((row, index) => point(form, item, row, index + 1))),
    together(form, item),
    answersOf(form.content, item).includes("bad") || form.content.answers[item.code]?.finding ? breachFields(form, item) : null,
    folded(`${item.code}-methods`, `核查方式：${methods.map((token) => METHODS[token]).join("、") || "没有选"}`,
      fields.several(`${item.code}.methods`, "核查方式", METHODS, methods, (chosen) => form.update((content) => { answerOf(content, item).methods = chosen; }))));
}

export function draw(form) {
  const { items } = form.task;
  return items.map((item, index) => form.block(item.code, () => card(form, item, index + 1, items.length)));
}
