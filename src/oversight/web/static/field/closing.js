// The end of a visit: only what the site has whole is closed, by whoever wrote it.
import * as server from "./server.js";
import * as store from "./store.js";
import * as sync from "./sync.js";

async function settled(who, visit) {
  await sync.go(true);
  const [draft, pictures] = await Promise.all([store.draft(who, visit), store.pictures(who, visit)]);
  if (draft.dirty || draft.conflict || pictures.some((picture) => !picture.acked)) throw new Error("照片或记录还没有全部上传，请联网上传完再完结");
  return draft;
}

// What the site says of other telephones: which pictures are still there.
export async function away(visit) {
  return (await server.report(visit)).away;
}

export async function close(who, visit, missing = "") {
  const draft = await settled(who, visit);
  const answer = await server.now();
  if (answer.who?.id !== who) throw new Error("请用写这份记录的账号登录，再完结");
  await server.putClosing(visit, { version: draft.base, missing }, answer.token);
  await sync.go(true);
}
