// What systems and packers put among the files by themselves, named for people (spec 6.7).

const APPLE = "苹果系统(macOS)";
const WINDOWS = "Windows 系统";
const OFFICE = "办公软件(打开文件时)";
const STORAGE = "网络存储或 Linux 桌面";
const FOLDERS = new Map([
  ["__macosx", APPLE], [".spotlight-v100", APPLE], [".trashes", APPLE], [".fseventsd", APPLE],
  ["$recycle.bin", WINDOWS], ["system volume information", WINDOWS], ["@eadir", STORAGE],
]);
const FILES = new Map([
  [".ds_store", APPLE], [".localized", APPLE], ["thumbs.db", WINDOWS], ["ehthumbs.db", WINDOWS],
  ["desktop.ini", WINDOWS], [".directory", STORAGE],
]);
const BEGINNINGS = [["._", APPLE], ["~$", OFFICE], [".~lock.", OFFICE]];

function packer(name) {
  const folders = name.toLowerCase().split("/");
  const last = folders.pop();
  const folder = folders.find((one) => FOLDERS.has(one));
  if (folder !== undefined) return FOLDERS.get(folder);
  if (FILES.has(last)) return FILES.get(last);
  const beginning = BEGINNINGS.find(([start]) => last.startsWith(start));
  return beginning === undefined ? null : beginning[1];
}

export function unknown(name) {
  const who = packer(name);
  if (who === null) return "多出文件";
  return `多出文件：这是${who}自己加的，不是证据的一部分。请把它删掉再核对；是压缩包的，请用公示页下载的原文件`;
}

// The folder in which the whole evidence lies one level too deep, or null.
export function outerFolder(files) {
  if (files.has("manifest.json")) return null;
  const folders = [...files.keys()].filter((name) => name.endsWith("/manifest.json")).map((name) => name.slice(0, -13));
  return folders.sort().find((folder) => files.has(`${folder}result.json`)) || null;
}

export const tooDeep = (folder) =>
  `多了一层文件夹：证据都在 ${folder} 里面。请核对里面的那个文件夹；是压缩包的，请用公示页下载的原文件`;
