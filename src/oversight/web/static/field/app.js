// My visits, and the record of one: everything is shown from what the telephone keeps.
import * as form from "./form.js";
import { ANSWERS } from "./codes.js";
import * as closing from "./closing.js";
import { clock, day, el, fill } from "./page.js";
import * as pictures from "./pictures.js";
import * as onsite from "./onsite.js";
import * as store from "./store.js";
import * as sync from "./sync.js";

const $ = (id) => document.getElementById(id);
let who = null;
let shown = { visit: 0, base: -1 };

// The address says visit, step and place: a reload comes back to the same.
const placeOf = () => location.hash.split("/").slice(1).map(decodeURIComponent);
const visitOf = () => Number(placeOf()[0]) || 0;

async function change(how) {
  try {
    await store.edit(who.id, shown.visit, (row) => how(row.content));
  } catch (error) {
    $("note").textContent = `没有存下：${error.message}。请清理手机空间再写`;
    return;
  }
  await showState();
}

async function taskOf(visit) {
  return (await store.tasks(who.id)).find((task) => task.id === visit);
}

// Kept first, sent as soon as there is network; shown at once either way.
async function act(kind) {
  await onsite.keep(who.id, shown.visit, kind);
  await showState();
  await sync.go(true);
}

function counts(draft, list) {
  const done = list.filter((picture) => picture.acked).length;
  const record = draft.dirty ? "记录还没上传" : draft.base ? `记录已上传（第 ${draft.base} 版）` : "还没有写";
  return list.length ? `照片 ${done} / ${list.length} 已上传，${record}` : record;
}

// Everything there, something here only, or nothing written.
function tone(draft, list) {
  if (draft.dirty || list.some((picture) => !picture.acked)) return "due";
  return draft.base || list.length ? "ok" : "plain";
}

async function showState() {
  $("note").textContent = sync.status.note;
  $("sign-in").hidden = !sync.status.isSignedOut && Boolean(who);
  if (!who) return;
  await showOthers();
  if (!shown.visit) return;
  fill($("onsite"), ...await onsite.panel(who, await taskOf(shown.visit), act));
  const [draft, list] = await Promise.all([store.draft(who.id, shown.visit), store.pictures(who.id, shown.visit)]);
  $("count").textContent = counts(draft, list);
  $("count").className = `mq-tag ${tone(draft, list)}`;
  form.showPictures($("form"), list);
  $("conflict").hidden = !draft.conflict;
  if (draft.conflict) showConflict(draft);
  if (draft.base !== shown.base && !draft.dirty && !form.isShowing(draft.content)) await showForm(draft);
}

// Drafts of whoever used this telephone before: never sent by me, never lost.
async function showOthers() {
  const rows = (await store.allDrafts()).filter((row) => row.who !== who.id && row.dirty);
  $("others").hidden = !rows.length;
  $("others").textContent = `这台手机里还有另一位的 ${rows.length} 份记录没有上传：请他登录后上传，不会用您的账号传。`;
}

function summary(content, items) {
  const name = (code) => (items || []).find((item) => item.code === code)?.name || code;
  const points = (answer) => (answer.points || []).map((point) => ANSWERS[point.answer] || "未答").join("、");
  const lines = Object.entries(content.answers || {}).map(([code, answer]) => `${name(code)}：${points(answer)} ${answer.finding || ""}`);
  return [...lines, content.minutes?.facts || ""].filter(Boolean).join("\n") || "（空白）";
}

async function showConflict(draft) {
  const task = await taskOf(shown.visit);
  $("whose").textContent = `${draft.conflict.who} ${clock(draft.conflict.saved)}`;
  $("theirs").textContent = summary(draft.conflict.content, task?.items);
  $("own").textContent = summary(draft.content, task?.items);
}

async function settle(how) {
  await store.edit(who.id, shown.visit, (row) => {
    row.aside.push({ content: row.content, at: Date.now() });
    row.base = row.conflict.version;
    how(row);
    row.conflict = null;
  });
  await showForm(await store.draft(who.id, shown.visit));
  await showState();
  await sync.go(true);
}

async function showForm(draft) {
  const task = (await taskOf(draft.visit)) || { id: draft.visit, items: [] };
  const [, step, place] = placeOf();
  const kept = await store.pictures(who.id, draft.visit);
  if (draft.visit !== shown.visit) return; // meanwhile another visit was opened
  shown.base = draft.base;
  await form.render($("form"), { task, draft, pictures: kept, change, keep: keepFiles, close, away: () => closing.away(draft.visit), step, place });
}

async function showVisit(visit) {
  shown = { visit, base: -1 };
  const task = await taskOf(visit);
  if (shown.visit !== visit) return;
  $("title").textContent = "检查记录";
  $("subject").textContent = task ? task.name : "这个任务不在手机里，联网后再打开";
  $("back").hidden = false;
  $("list").hidden = true;
  $("visit").hidden = false;
  await showForm(await store.draft(who.id, visit));
  await showState();
  sync.pull(who.id, visit).then((isNewer) => isNewer && showState(), () => {});
}

async function row(task) {
  const [draft, list] = await Promise.all([store.draft(who.id, task.id), store.pictures(who.id, task.id)]);
  const stop = task.stop ? `第 ${task.stop} 站` : "";
  return el("li", {}, el("a", { href: `#/${task.id}`, class: "card mq-item" },
    el("b", { class: "mq-item-title" }, task.name),
    el("span", {}, [task.planned && day(task.planned), stop, task.state, task.address].filter(Boolean).join("　")),
    ...onsite.dueTags(task),
    el("span", { class: `mq-tag ${tone(draft, list)}` }, counts(draft, list))),
    task.map ? el("a", { class: "mq-way", href: task.map, "aria-label": `${task.name}的地图` }, "地图") : null);
}

async function showList() {
  shown = { visit: 0, base: -1 };
  $("title").textContent = "我的检查";
  $("subject").textContent = who ? who.name : "";
  $("back").hidden = true;
  $("visit").hidden = true;
  $("list").hidden = false;
  const rows = who ? await Promise.all((await store.tasks(who.id)).map(row)) : [];
  fill($("tasks"), ...rows);
  $("no-tasks").hidden = rows.length > 0;
  await showState();
}

async function show() {
  who = (await store.meta("who")) || null;
  await (visitOf() && who ? showVisit(visitOf()) : showList());
}

async function close(missing) {
  await closing.close(who.id, shown.visit, missing);
  await showForm(await store.draft(who.id, shown.visit));
}

// Another step of the same visit, or another visit.
async function turn() {
  if (!shown.visit || visitOf() !== shown.visit) {
    await show();
    return;
  }
  await showForm(await store.draft(who.id, shown.visit));
  if (!placeOf()[2]) window.scrollTo(0, 0);
}

async function changed() {
  const now = await store.meta("who");
  const isOther = (now && now.id) !== (who && who.id);
  if (isOther || !shown.visit) await show();
  else await showState();
}

async function keepFiles(files, point) {
  for (const file of files) {
    try {
      await pictures.keep(who.id, shown.visit, file, point);
      await change(() => {});
    } catch (error) {
      $("note").textContent = `${file.name} 没有存下：${error.message}`;
    }
  }
  sync.go(true);
}

$("send").addEventListener("click", () => sync.go(true));
$("mine").addEventListener("click", () => settle(() => {}));
$("take").addEventListener("click", () => settle((draft) => { draft.content = draft.conflict.content; }));
$("back").addEventListener("click", () => { location.hash = ""; });
window.addEventListener("hashchange", turn);
if (navigator.serviceWorker) navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" }).catch(() => {});
else $("no-worker").hidden = false;
navigator.storage?.persist?.();
show().then(() => sync.start(changed));
