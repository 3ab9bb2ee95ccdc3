// Sending what the telephone keeps, again and again until each part is acknowledged by its digest.
import * as onsite from "./onsite.js";
import * as server from "./server.js";
import * as store from "./store.js";

const TICK = 5000;
const QUIET = 10000;
const TASKS_EVERY = 5 * 60000;

let told = () => {};
let going = null;
let isHurried = false;
let isAskedAgain = false;
export const status = { note: "", who: null, isSignedOut: false };

async function sendPictures(draft, token) {
  for (const picture of await store.pictures(draft.who, draft.visit)) {
    if (picture.acked) continue;
    const change = { acked: 0, problem: "" };
    try {
      await server.putPicture(picture.digest, await store.bytesOf(picture), token);
      change.acked = Date.now();
    } catch (error) {
      if (!(error instanceof server.RefusedError)) throw error;
      change.problem = error.message;  // this one is not taken; the others are no worse for it
    }
    await store.alterPictures(draft.who, draft.visit, [picture.digest], change);
    // Taken after all: the record goes once more, as a new change, to name it.
    if (picture.problem && change.acked) await store.edit(draft.who, draft.visit, () => {});
    told();
  }
}

// What was sent is remembered: if the answer is lost, the newest version on the site is my own.
function markSent(row) {
  if (row.dirty && !row.conflict && !row.sent.includes(row.change)) row.sent.push(row.change);
}

async function sendRecord(who, visit, token) {
  const named = (await store.pictures(who, visit)).filter((picture) => picture.acked && !picture.named);
  const draft = await store.alter(who, visit, markSent);
  if (!draft.dirty || draft.conflict) return;
  const document = {
    who, base: draft.base, change: draft.change, content: draft.content, written: new Date(draft.edited).toISOString(),
    pictures: named.map(({ digest, place, taken, point }) => ({ digest, place, taken, point })),
  };
  const { answer, isConflict } = await server.putRecord(visit, document, token);
  if (isConflict) {
    await store.alter(who, visit, (row) => {
      if (row.sent.includes(answer.change)) row.base = answer.version;
      else row.conflict = answer;
    });
  } else {
    await store.alter(who, visit, (row) => {
      row.base = answer.version;
      if (row.change === document.change) Object.assign(row, { dirty: false, sent: [] });
    });
    await store.alterPictures(who, visit, named.map((picture) => picture.digest), { named: true });
  }
  told();
  await sendRecord(who, visit, token);
}

// What the other officer wrote since: taken only where nothing of mine waits.
export async function pull(who, visit) {
  const newest = await server.record(visit);
  let isNewer = false;
  await store.alter(who, visit, (row) => {
    isNewer = !row.dirty && newest.version > row.base;
    if (isNewer) Object.assign(row, { base: newest.version, content: newest.content });
  });
  return isNewer;
}

async function sendDraft(draft, token) {
  const isWaiting = draft.dirty || (await store.pictures(draft.who, draft.visit)).some((p) => !p.named);
  if (!isWaiting || (!isHurried && Date.now() - draft.edited < QUIET)) return;
  await sendPictures(draft, token);
  await sendRecord(draft.who, draft.visit, token);
  await store.forgetOld(draft.who, draft.visit);
}

// How many pictures this telephone has: before a record is signed the site asks each of them.
async function reportCounts(who, token) {
  for (const task of await store.tasks(who)) {
    const isThere = (task.acts || []).some((row) => row.act === "arrive" && row.who === who);
    if (!isThere || task.is_closed) continue;
    const list = await store.pictures(who, task.id);
    const counts = { taken: list.length, waiting: list.filter((picture) => !picture.acked).length };
    const key = `report-${who}-${task.id}`;
    const words = `${counts.taken} ${counts.waiting}`;
    if ((await store.meta(key)) === words) continue;
    await server.putReport(task.id, counts, token);
    await store.setMeta(key, words);
  }
}

async function refreshTasks(who) {
  const at = (await store.meta(`tasks-${who}`)) || 0;
  if (!isHurried && Date.now() - at < TASKS_EVERY) return;
  await store.replaceTasks(who, await server.tasks());
  await store.setMeta(`tasks-${who}`, Date.now());
}

async function sync() {
  const { who, token } = await server.now();
  status.isSignedOut = !who;
  if (!who) { status.note = "请重新登录，资料都在手机里"; return; }
  const before = await store.meta("who");
  if (!before || before.id !== who.id) await store.setMeta("who", who);
  status.who = who;
  let problem = await onsite.send(who.id, token);
  for (const draft of await store.drafts(who.id)) {
    try {
      await sendDraft(draft, token);
    } catch (error) {
      if (!(error instanceof server.RefusedError)) throw error;
      problem = error.message;
    }
  }
  await refreshTasks(who.id);
  await reportCounts(who.id, token).catch((error) => {
    if (!(error instanceof server.RefusedError)) throw error;
    problem = problem || error.message;
  });
  status.note = problem;
}

function words(error) {
  return error instanceof server.RefusedError ? error.message : "没有连上网站，资料都在手机里，连上以后自动上传";
}

async function attempt() {
  try {
    await sync();
  } catch (error) {
    status.note = words(error);
  }
  told();
}

// One at a time, in all tabs; a double would do no harm, each change counts once.
export function go(hurried = false) {
  if (going) {
    isAskedAgain = isAskedAgain || hurried;
    return going;
  }
  isHurried = hurried;
  const run = navigator.locks ? navigator.locks.request("mingqian-field-sync", attempt) : attempt();
  going = run.finally(() => {
    going = null;
    if (isAskedAgain) {
      isAskedAgain = false;
      go(true);
    }
  });
  return going;
}

export function start(onChange) {
  told = onChange;
  window.addEventListener("online", () => go(true));
  document.addEventListener("visibilitychange", () => go(true));
  setInterval(go, TICK, false);
  return go(true);
}
