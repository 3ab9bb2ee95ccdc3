// The form of a record: one card for each item. It is given a draft and says what was changed.
import { clock, el } from "./page.js";

const ANSWERS = { ok: "合格", bad: "不合格", skipped: "未检查", none: "合理缺项" };

function choice(code, key, label, answer, change) {
  const isChosen = answer.answer === key;
  return el("button", {
    type: "button", class: `btn mq-choice ${key}`, "aria-pressed": String(isChosen), "data-answer": key,
    onclick: (event) => {
      for (const other of event.target.parentNode.children) other.setAttribute("aria-pressed", String(other === event.target));
      change((content) => { answerOf(content, code).answer = key; });
    },
  }, label);
}

function answerOf(content, code) {
  content.answers ||= {};
  content.answers[code] ||= {};
  return content.answers[code];
}

function text(label, value, change, attributes = {}) {
  const area = el("textarea", { class: "form-control", rows: "3", maxlength: "2000", ...attributes });
  area.value = value || "";
  area.addEventListener("input", () => change(area.value));
  return el("label", { class: "mq-field" }, el("span", {}, label), area);
}

function card(item, place, count, draft, change) {
  const answer = draft.content.answers?.[item.code] || {};
  return el("section", { class: "card mq-item", "data-item": item.code },
    el("p", { class: "mq-cap" }, `第 ${place} 项，共 ${count} 项`),
    el("h2", { class: "mq-item-title" }, item.name),
    item.basis ? el("details", { class: "mq-cap" }, el("summary", {}, "怎么查、依据什么"), item.basis) : null,
    el("div", { class: "mq-choices", role: "group", "aria-label": item.name },
      ...Object.entries(ANSWERS).map(([key, label]) => choice(item.code, key, label, answer, change))),
    text("发现的问题，或没有检查的理由", answer.finding, (value) => change((content) => { answerOf(content, item.code).finding = value; })));
}

export function render(root, { task, draft, change }) {
  const items = task.items || [];
  root.replaceChildren(
    ...items.map((item, index) => card(item, index + 1, items.length, draft, change)),
    el("section", { class: "card mq-item" },
      text("现场情况", draft.content.note, (value) => change((content) => { content.note = value; }), { id: "site-note" })));
}

export function pictureList(pictures) {
  return pictures.map((picture) => {
    const image = el("img", { alt: `照片 ${picture.place}`, src: URL.createObjectURL(new Blob([picture.thumb], { type: "image/jpeg" })) });
    image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
    const state = picture.problem || (picture.acked ? "已上传" : "在手机里");
    return el("li", { class: picture.problem ? "bad" : null }, image, el("span", { class: "mq-cap" }, `${clock(picture.taken)} ${state}`));
  });
}
