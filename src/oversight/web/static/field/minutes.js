// The third step: place, people, times, rights, facts, recordings and the list of evidence.
import { ANSWERS } from "./codes.js";
import * as fields from "./fields.js";
import { camera } from "./gallery.js";
import { isExpired } from "./missing.js";
import { el } from "./page.js";
import { pointAnswer, pointsOf } from "./record.js";

const IDENTITIES = { "法定代表人": "法定代表人", "委托代理人": "委托代理人", "现场负责人": "现场负责人", "员工": "员工" };
const ANSWER = { "不申请回避": "不申请回避", "申请回避": "申请回避" };
const title = (words) => el("h2", { class: "mq-item-title" }, words);
const card = (...children) => el("section", { class: "card mq-item" }, ...children);
const set = (form, key, ...blocks) => (value) => form.update((content) => { content.minutes[key] = value; }, ...blocks);
const setPerson = (form, key, ...blocks) => (value) => form.update((content) => { content.minutes.person[key] = value; }, ...blocks);

function signer({ name, certificate, until, ...row }) {
  const term = until ? `，有效期至 ${until}` : "";
  const isBad = isExpired({ name, until, ...row });
  return el("li", {}, `${name}　执法证号 ${certificate || "没有登记"}${term}`, isBad ? el("span", { class: "mq-tag bad" }, "已过期") : null);
}

function people(form) {
  const { minutes } = form.content;
  const { person } = minutes;
  return card(title("时间、地点、人员"),
    fields.line("place", "检查地点", minutes.place, set(form, "place"), { maxlength: "300" }),
    el("p", { class: "form-label" }, "检查人员"), el("ul", { class: "mq-field", "data-place": "officers" }, ...form.task.signers.map(signer)),
    fields.moment("start", "开始时间", minutes.start, set(form, "start")),
    fields.moment("shown_at", "出示执法证件的时间", minutes.shown_at, set(form, "shown_at")),
    fields.line("person-name", "现场负责人姓名", person.name, setPerson(form, "name"), { maxlength: "40" }),
    fields.line("person-post", "职务", person.post, setPerson(form, "post"), { maxlength: "40" }),
    el("p", { class: "form-label" }, "身份（不要求法定代表人到场）"),
    fields.choice("person-identity", "身份", IDENTITIES, person.identity, setPerson(form, "identity", "people")));
}

function rights(form) {
  const { minutes } = form.content;
  return card(title("回避"),
    fields.check("recusal_told", "已告知：认为检查人员与本单位有利害关系的，可以申请回避", minutes.recusal_told, set(form, "recusal_told")),
    fields.choice("recusal_answer", "对方的回答", ANSWER, minutes.recusal_answer, set(form, "recusal_answer", "rights")),
    minutes.recusal_answer === "申请回避" ? el("p", { class: "mq-hint" }, "在任务页提出回避，由负责人决定；决定以前不停止检查。") : null);
}

// The answers as sentences: a beginning for the facts, which a person goes on with.
export function factsOf(task, content) {
  const line = (item, point, index) => {
    const { answer, why } = pointAnswer(content, item, index + 1);
    return answer && `${point.title}：${ANSWERS[answer]}${why ? `（${why}）` : ""}`;
  };
  return task.items.map((item) => {
    const points = pointsOf(item).map((point, index) => line(item, point, index)).filter(Boolean).join("；");
    const finding = content.answers[item.code]?.finding;
    return points && `${item.name}：${points}。${finding || ""}`;
  }).filter(Boolean).join("\n");
}

function facts(form) {
  const { minutes } = form.content;
  const compose = () => form.update((content) => { content.minutes.facts = [minutes.facts, factsOf(form.task, content)].filter(Boolean).join("\n"); }, "facts");
  return card(title("现场情况"),
    fields.text("facts", "看到的事实（不写意见）", minutes.facts, set(form, "facts"), { rows: "5", maxlength: "5000" }),
    el("button", { type: "button", class: "btn", "data-key": "compose", onclick: compose }, "把各点的回答写进来"),
    fields.text("statement", "当事人意见", minutes.statement, set(form, "statement")),
    fields.text("changes", "改动的确认（没有改动不填）", minutes.changes, set(form, "changes"), { rows: "2" }),
    fields.moment("end", "结束时间", minutes.end, set(form, "end")));
}

function recording(form, row, index) {
  const change = (key) => (value) => form.update((content) => { content.recordings[index][key] = value; });
  const remove = () => form.update((content) => { content.recordings.splice(index, 1); }, "recordings");
  return el("div", { class: "mq-row" },
    fields.line(`recording-${index}-device`, "设备和编号", row.device, change("device"), { maxlength: "60" }),
    fields.moment(`recording-${index}-start`, "录音录像开始", row.start, change("start")),
    fields.moment(`recording-${index}-end`, "录音录像结束", row.end, change("end")),
    el("button", { type: "button", class: "btn", onclick: remove }, "删去这一条"));
}

function recordings(form) {
  const add = () => form.update((content) => { content.recordings.push({ device: "", start: "", end: "" }); }, "recordings");
  return card(title("录音录像"), ...form.content.recordings.map((row, index) => recording(form, row, index)),
    el("button", { type: "button", class: "btn", "data-key": "add-recording", onclick: add }, "加一条"));
}

function evidence(form) {
  const rename = (digest) => (value) => form.update((content) => { content.evidence.find((piece) => piece.digest === digest).name = value; });
  const rows = form.content.evidence.map((piece, index) => fields.line(`evidence-${index}`, `证据 ${index + 1} 的名称`, piece.name, rename(piece.digest), { maxlength: "80" }));
  return card(title("证据目录"),
    rows.length ? el("div", {}, ...rows) : el("p", { class: "mq-hint" }, "每张照片都会列在这里。"),
    camera("", "拍照或选照片", form.keep, { id: "camera" }));
}

export function draw(form) {
  const parts = { people, rights, facts, recordings, evidence };
  return Object.entries(parts).map(([key, part]) => form.block(key, () => part(form)));
}
