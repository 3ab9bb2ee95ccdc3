// The second step: why nothing could be inspected, if so, and the result codes.
import { CODES, ORDERED, refusal, suggestion } from "./codes.js";
import * as fields from "./fields.js";
import { camera } from "./gallery.js";
import { el } from "./page.js";
import { PATHS, codeOf, pathOf } from "./paths.js";

const setFact = (form, key, ...blocks) => (value) => form.update((content) => { content.result.path_facts[key] = value; }, ...blocks);

function calls(form, { label }) {
  const rows = form.content.result.path_facts.calls || [];
  const change = (how) => form.update((content) => how((content.result.path_facts.calls ||= [])));
  const row = (call, index) => el("div", { class: "mq-row" },
    fields.line(`call-${index}-number`, `第 ${index + 1} 个电话号码`, call.number, (value) => change((list) => { list[index].number = value; }), { inputmode: "tel" }),
    fields.moment(`call-${index}-at`, "拨打时间", call.at, (value) => change((list) => { list[index].at = value; })),
    fields.line(`call-${index}-result`, "结果（空号、停机、无人接听）", call.result, (value) => change((list) => { list[index].result = value; })));
  const add = () => form.update((content) => { (content.result.path_facts.calls ||= []).push({ number: "", at: "", result: "" }); }, "path");
  return el("fieldset", { class: "mq-field", "data-place": "fact-calls" }, el("legend", {}, label), ...rows.map(row),
    el("button", { type: "button", class: "btn", "data-key": "add-call", onclick: add }, "加一个电话"));
}

function fact(form, spec) {
  const { key, label, kind, options } = spec;
  const place = `fact-${key}`;
  const value = form.content.result.path_facts[key];
  if (kind === "calls") return calls(form, spec);
  if (kind === "yes") return fields.check(place, label, Boolean(value), setFact(form, key));
  if (kind === "moment") return fields.moment(place, label, value, setFact(form, key));
  if (kind === "day") return fields.date(place, label, value, setFact(form, key));
  if (kind === "choice") return fields.choice(place, label, options, value, (chosen) => form.update((content) => takeStatus(content, chosen), "path", "codes"));
  return fields.text(place, label, value, setFact(form, key), { rows: "2" });
}

function takeStatus(content, status) {
  content.result.path_facts.status = status;
  content.result.codes = [status];
}

function choosePath(content, path) {
  content.result.path = path;
  content.result.path_facts = {};
  const code = codeOf(content);
  content.result.codes = code ? [code] : [];
}

function path(form) {
  const chosen = form.content.result.path;
  const spec = pathOf(form.content);
  const names = Object.fromEntries(Object.entries(PATHS).map(([key, { name }]) => [key, name]));
  return el("section", { class: "card mq-item" },
    el("h2", { class: "mq-item-title" }, "能不能检查"),
    fields.choice("path", "能不能检查", { "": "能检查", ...names }, chosen, (key) => key !== chosen && form.update((content) => choosePath(content, key), "path", "codes")),
    ...(spec ? [el("p", { class: "mq-hint" }, `${spec.name}要有下面的证据：`), ...spec.facts.map((row) => fact(form, row)),
      ...Object.entries(spec.pictures).map(([point, label]) => camera(point, `拍${label}`, form.keep))] : []));
}

function toggle(content, code, isChosen) {
  const others = content.result.codes.filter((chosen) => chosen !== code);
  content.result.codes = isChosen ? [...others, code] : others;
}

function code(form, [token, words]) {
  const isChosen = form.content.result.codes.includes(token);
  const why = isChosen ? "" : refusal(token, form.content, form.task.items);
  return fields.check(`code-${token}`, words, isChosen, (now) => form.update((content) => toggle(content, token, now), "codes"), why, Boolean(why));
}

function proposal(form) {
  const tokens = suggestion(form.content, form.task.items);
  const isTaken = tokens.join() === form.content.result.codes.join();
  if (!tokens.length || isTaken) return null;
  const take = () => form.update((content) => { content.result.codes = tokens; }, "codes");
  return el("div", { class: "mq-msg" }, el("div", {}, `按您的回答，结果应是：${tokens.map((token) => CODES[token]).join("、")}`),
    el("div", { class: "acts" }, el("button", { type: "button", class: "btn", "data-key": "take-codes", onclick: take }, "采用")));
}

function order(form) {
  const { codes, order: given } = form.content.result;
  if (!codes.some((token) => ORDERED.includes(token))) return [];
  const set = (key) => (value) => form.update((content) => { content.result.order[key] = value; });
  return [
    fields.line("number", "责令改正指令书的文号", given.number, set("number")),
    fields.date("due", "改正期限", given.due, set("due")),
    ...(codes.includes("YGZ") ? [fields.check("order-cured", "当场已经改正", given.cured, set("cured")), camera("cured", "拍改正后的样子", form.keep)] : []),
  ];
}

function codes(form) {
  return el("section", { class: "card mq-item", "data-place": "codes" },
    el("h2", { class: "mq-item-title" }, "检查结果"), proposal(form),
    el("fieldset", { class: "mq-field" }, el("legend", {}, "可以选几种；灰的现在不能选，旁边写着原因"), ...Object.entries(CODES).map((row) => code(form, row))),
    ...order(form));
}

export function draw(form) {
  return [form.block("path", () => path(form)), form.block("codes", () => codes(form))];
}
