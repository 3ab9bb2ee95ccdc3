// What the telephone keeps: each person's visits, drafts and pictures, apart from each other's.
import { openDB } from "../vendor/idb-8.0.4.js";
import { fresh } from "./ids.js";

// Without it a finished write may still be in the system's memory when the battery dies.
const STRICT = { durability: "strict" };
const WEEK = 7 * 24 * 3600 * 1000;
const opened = openDB("mingqian-field", 1, {
  upgrade(base) {
    base.createObjectStore("meta", { keyPath: "key" });
    base.createObjectStore("tasks", { keyPath: ["who", "id"] });
    base.createObjectStore("drafts", { keyPath: ["who", "visit"] });
    base.createObjectStore("pictures", { keyPath: ["who", "visit", "digest"] });
    base.createObjectStore("bytes", { keyPath: ["who", "visit", "digest"] });
  },
  // Another tab has a newer shell: let it upgrade, and take the newer shell here too.
  blocking() { location.reload(); },
});

const under = (...key) => IDBKeyRange.bound(key, [...key, []]);

async function write(stores, change) {
  const transaction = (await opened).transaction(stores, "readwrite", STRICT);
  const result = await change(transaction);
  await transaction.done;
  return result;
}

export async function meta(key) {
  return (await (await opened).get("meta", key))?.value;
}

export const setMeta = (key, value) => write("meta", (t) => t.store.put({ key, value }));

export async function metaUnder(prefix) {
  const rows = await (await opened).getAll("meta", IDBKeyRange.bound(prefix, `${prefix}\uffff`));
  return rows.map((row) => row.value);
}

export async function tasks(who) {
  const rows = await (await opened).getAll("tasks", under(who));
  return rows.sort((a, b) => a.place - b.place);  // as the site orders a day's way
}

export const replaceTasks = (who, rows) => write("tasks", async (t) => {
  await t.store.delete(under(who));
  for (const row of rows) t.store.put({ ...row, who });
});

const empty = (who, visit) => ({
  who, visit, base: 0, change: "", sent: [], dirty: false, content: {}, conflict: null, aside: [], edited: 0,
});

export async function draft(who, visit) {
  return (await (await opened).get("drafts", [who, visit])) || empty(who, visit);
}

export async function drafts(who) {
  return (await opened).getAll("drafts", under(who));
}

export async function allDrafts() {
  return (await opened).getAll("drafts");
}

// Read, change and write in one transaction; it resolves when the change is on the disc.
export const alter = (who, visit, change) => write("drafts", async (t) => {
  const row = (await t.store.get([who, visit])) || empty(who, visit);
  change(row);
  t.store.put(row);
  return row;
});

export const edit = (who, visit, change) => alter(who, visit, (row) => {
  change(row);
  Object.assign(row, { change: fresh(), dirty: true, edited: Date.now() });
});

export async function pictures(who, visit) {
  const rows = await (await opened).getAll("pictures", under(who, visit));
  return rows.sort((a, b) => a.place - b.place);
}

export async function bytesOf(picture) {
  return (await (await opened).get("bytes", [picture.who, picture.visit, picture.digest]))?.bytes;
}

// ArrayBuffers, not Blobs: WebKit has lost Blobs that were kept.
export const keepPicture = (row, bytes) => write(["pictures", "bytes"], async (t) => {
  const store = t.objectStore("pictures");
  const key = [row.who, row.visit, row.digest];
  if (await store.get(key)) return;
  const place = (await store.getAllKeys(under(row.who, row.visit))).length + 1;
  store.put({ ...row, place, acked: 0, named: false, problem: "" });
  t.objectStore("bytes").put({ who: row.who, visit: row.visit, digest: row.digest, bytes });
});

export const alterPictures = (who, visit, digests, change) => write("pictures", async (t) => {
  for (const digest of digests) {
    const row = await t.store.get([who, visit, digest]);
    if (row) t.store.put({ ...row, ...change });
  }
});

// The bytes of a picture go only when a record that names it was acknowledged, and a week later.
export const forgetOld = (who, visit) => write(["pictures", "bytes"], async (t) => {
  for (const row of await t.objectStore("pictures").getAll(under(who, visit))) {
    const isDone = row.named && row.acked && Date.now() - row.acked > WEEK;
    if (isDone) t.objectStore("bytes").delete([row.who, row.visit, row.digest]);
  }
});
