// Can this telephone work without network? Each thing is tried, and what is wrong says what to do.
import { openDB, deleteDB } from "../vendor/idb-8.0.4.js";
import { digest } from "./ids.js";
import { el, fill } from "./page.js";

const NAME = "mingqian-field-check";
const LEAST = 500 * 2 ** 20;
const SMALL = 2 ** 20;

async function secure() {
  if (!window.isSecureContext) throw new Error("网址不是受信任的 https：请用 https 打开，并按“安装根证书”一页安装证书");
  return "是受信任的 https";
}

// Browsers give workers and digests to trusted addresses alone.
function needsTrust() {
  if (!window.isSecureContext) throw new Error("先用受信任的 https 打开，才能试这一项");
}

async function worker() {
  needsTrust();
  if (!navigator.serviceWorker) throw new Error("这个浏览器不行：请用系统自带的浏览器或 Chrome、Safari 打开，不要在微信里打开");
  await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" }).catch(() => {
    throw new Error("证书没有装好，页面没有存下（点过“继续访问”不算装好）：请按“安装根证书”一页安装，再刷新");
  });
  const late = new Promise((_, refuse) => { setTimeout(refuse, 15000, new Error("页面没有存下：请检查证书是否装好，再刷新")); });
  await Promise.race([navigator.serviceWorker.ready, late]);
  return "没有网络也能打开本页";
}

async function storage() {
  needsTrust();
  const base = await openDB(NAME, 1, { upgrade(created) { created.createObjectStore("rows"); } });
  try {
    const bytes = crypto.getRandomValues(new Uint8Array(65536)).buffer;
    const transaction = base.transaction("rows", "readwrite", { durability: "strict" });
    transaction.store.put(bytes, "picture");
    await transaction.done;
    const kept = await base.get("rows", "picture");
    if ((await digest(kept)) !== (await digest(bytes))) throw new Error("存进去和读出来不一样：请换一台手机");
  } finally {
    base.close();
    await deleteDB(NAME);
  }
  return "照片存得下，读出来一样";
}

async function room() {
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) || {};
  const left = quota - usage;
  if (quota && left < LEAST) throw new Error(`只剩 ${Math.floor(left / SMALL)} MB：请清理手机空间`);
  return quota ? `还能存 ${Math.floor(left / SMALL)} MB` : "浏览器没有说还能存多少";
}

async function picture() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 32;
  canvas.getContext("2d").fillRect(0, 0, 32, 32);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
  if (!blob) throw new Error("浏览器不能处理照片：请升级浏览器");
  (await createImageBitmap(blob)).close();
  return "能缩小照片";
}

async function kept() {
  const isKept = (await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.());
  return isKept ? "浏览器答应不自动清理" : "浏览器空间不够时可能清理：请把本页添加到主屏幕，当天上传";
}

const TRIALS = { "受信任的网址": secure, "离线打开": worker, "存在手机里": storage, "空间": room, "照片": picture, "不被清理": kept };

async function run(list, verdict) {
  let wrong = 0;
  fill(list);
  for (const [title, trial] of Object.entries(TRIALS)) {
    const line = el("li", {}, el("b", {}, title), el("span", {}, "正在试…"));
    list.append(line);
    try {
      line.lastChild.textContent = await trial();
      line.className = "ok";
    } catch (error) {
      wrong += 1;
      line.lastChild.textContent = error.message;
      line.className = "bad";
    }
  }
  verdict.textContent = wrong ? `不可以：有 ${wrong} 项不行` : "可以";
  verdict.className = `mq-tag ${wrong ? "bad" : "ok"}`;
}

run(document.getElementById("trials"), document.getElementById("verdict"));
