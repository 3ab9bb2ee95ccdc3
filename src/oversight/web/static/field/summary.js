// The last step: everything that is still missing, each with the way to it.
import { CODES } from "./codes.js";
import { missing } from "./missing.js";
import { el } from "./page.js";

export function draw(form) {
  const gaps = missing(form.task, form.content, form.digest);
  const rows = gaps.map(({ step, place, words }) => el("li", {}, el("a", { href: form.address(step, place) }, words)));
  const results = form.content.result.codes.map((code) => CODES[code]).join("、");
  return [el("section", { class: "card mq-item" },
    el("h2", { class: "mq-item-title" }, gaps.length ? `还缺 ${gaps.length} 处` : "都写全了"),
    gaps.length ? el("ul", { class: "mq-gaps" }, ...rows) : el("p", { class: "mq-msg ok" }, "现场记录写全了，双方都签了。请看着上面的照片和记录都变成“已上传”。"),
    el("p", { class: "mq-hint" }, `检查结果：${results || "没有选"}`))];
}
