// Arriving, beginning, leaving; and the head of a visit: who comes, the code to scan, why drawn.
// An act is kept with the telephone's time before it is sent, and sent until the site has it.
import { fresh } from "./ids.js";
import { clock, day, el } from "./page.js";
import * as server from "./server.js";
import * as store from "./store.js";

const key = (who, visit, act) => `act-${who}-${visit}-${act}`;
const under = (who) => store.metaUnder(`act-${who}-`);

export async function keep(who, visit, act) {
  const before = await store.meta(key(who, visit, act));
  const row = before && !before.sent ? before : { who, visit, act, change: fresh(), noted: new Date().toISOString(), sent: 0 };
  await store.setMeta(key(who, visit, act), { ...row, problem: "" });
}

// In the order in which they were done; what is refused stays, with the reason, and is tried again.
export async function send(who, token) {
  let problem = "";
  const rows = (await under(who)).filter((row) => !row.sent).sort((a, b) => a.noted.localeCompare(b.noted));
  for (const row of rows) {
    const after = { ...row, sent: Date.now(), problem: "" };
    try {
      await server.putAct(row.visit, { who, act: row.act, change: row.change, noted: row.noted }, token);
    } catch (error) {
      if (!(error instanceof server.RefusedError)) throw error;
      Object.assign(after, { sent: 0, problem: error.message });
      problem = error.message;
    }
    await store.setMeta(key(who, row.visit, row.act), after);
    if (after.sent) await store.setMeta(`tasks-${who}`, 0);  // the list is asked for anew
  }
  return problem;
}

const BEFORE = ["approved", "notified", "papers_later", "arrived"];
const WAYS_ON = {
  approved: "请用自己的账号确认到场；两名检查人员都确认以后开始检查。",
  notified: "请用自己的账号确认到场；两名检查人员都确认以后开始检查。",
  papers_later: "紧急到场：两名检查人员都出示证件以后开始检查，审批请按期补办。",
  arrived: "检查人员已到齐。请企业扫码核对，然后开始检查。",
};
const LEAVING = ["inspecting", "signing", "suspended", "finished", "not_inspected"];

function button(label, act, kind, isMain) {
  return el("button", { class: isMain ? "btn btn-primary" : "btn", type: "button", onclick: () => act(kind), "data-act": kind }, label);
}

function buttons(task, done, act) {
  const rows = [];
  const isPossible = BEFORE.includes(task.step);
  if (isPossible && !done("arrive")) rows.push(button("已出示证件，确认到场", act, "arrive", true));
  if (isPossible && done("arrive") && !done("start")) rows.push(button("企业已核对，开始检查", act, "start", true));
  if (LEAVING.includes(task.step) && !done("leave")) rows.push(button("登记离开现场", act, "leave", false));
  return rows;
}

function officerLine(officer, task, mine) {
  const known = task.acts.find((row) => row.act === "arrive" && row.who === officer.who);
  const kept = mine.find((row) => row.act === "arrive" && row.who === officer.who && !row.sent);
  const words = known ? `已到场 ${clock(known.at)}${known.late ? "（补录）" : ""}` : kept ? `${clock(kept.noted)} 记在手机里，还没有上传` : officer.problem ? `今天不能检查：${officer.problem}` : "还没有确认到场";
  return el("li", {}, el("b", {}, officer.name), `　${officer.certificate}`, el("div", { class: officer.problem && !known ? "mq-problem" : "mq-cap" }, words));
}

function picture(code) {
  const image = el("img", { class: "mq-qr", alt: `检查码 ${code.text}`, src: URL.createObjectURL(new Blob([code.picture], { type: "image/svg+xml" })) });
  image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  return image;
}

function codeCard(code) {
  return el("details", { class: "card mq-item", id: "visit-code" },
    el("summary", {}, "请企业扫码核对：谁来查、查什么、凭什么查"),
    picture(code),
    el("p", { class: "mq-item-title" }, code.text),
    el("p", { class: "mq-cap" }, "扫不了的，打开公示网站输入这十二位。有人确认到场以后，企业才看得到。"),
    code.foreign ? el("p", {}, `外部检查码：${code.foreign}`) : null);
}

function facts(task) {
  const rows = [];
  if (task.amap) {
    rows.push(el("p", {}, el("a", { href: task.amap, rel: "noreferrer" }, "高德地图导航"), "　", el("a", { href: task.map }, "手机里的地图"),
      el("span", { class: "mq-cap" }, "　按地址查找；高德用 GCJ-02 坐标，和其他地图会差几百米。")));
  }
  if (task.drawn) {
    const title = `${task.drawn.title}（抽取号 ${task.drawn.number}）`;
    rows.push(el("p", {}, "为什么查这一家：", task.drawn.address ? el("a", { href: task.drawn.address }, title) : title));
  }
  rows.push(el("p", {}, `守法诚信等级：${task.grade || "没有评定"}`));
  const past = (task.history || []).map((row) => `${row.on ? day(row.on) : "日期不详"} ${row.kind}`);
  rows.push(el("p", {}, `以往检查：${past.length ? past.join("；") : "没有记录"}`));
  return el("details", { class: "card mq-item", id: "visit-facts" }, el("summary", {}, "企业情况、导航"), ...rows);
}

export function dueTags(task) {
  return (task.due || []).map((line) => el("span", { class: "mq-tag due" }, line));
}

// The details that the officer opened stay open when the panel is made anew.
export async function panel(who, task, act) {
  if (!task || !task.officers) return [];
  const mine = (await under(who.id)).filter((row) => row.visit === task.id);
  const done = (kind) => mine.some((row) => row.act === kind && !row.sent && !row.problem) || task.acts.some((row) => row.act === kind && (kind === "start" || row.who === who.id));
  const problems = mine.filter((row) => row.problem && !row.sent);
  const arrival = el("section", { class: "card mq-item", id: "arrival" },
    el("h2", { class: "mq-item-title" }, "到场、出示证件"),
    WAYS_ON[task.step] ? el("p", { class: "mq-cap" }, WAYS_ON[task.step]) : null,
    el("ul", {}, ...task.officers.map((officer) => officerLine(officer, task, mine))),
    ...problems.map((row) => el("p", { class: "mq-msg bad", role: "alert" }, row.problem)),
    el("div", { class: "mq-actions" }, ...buttons(task, done, act)));
  const cards = [arrival, task.visitCode ? codeCard(task.visitCode) : null, facts(task)].filter(Boolean);
  for (const card of cards) {
    if (document.getElementById(card.id)?.open) card.open = true;
  }
  return cards;
}
