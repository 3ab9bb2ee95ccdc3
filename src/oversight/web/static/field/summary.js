// The last step: everything that is still missing, each with the way to it.
import { CODES } from "./codes.js";
import { missing } from "./missing.js";
import { el } from "./page.js";

function closing(form) {
  const problem = el("p", { role: "alert" });
  const why = el("textarea", { class: "form-control", id: "field-missing", rows: "2", maxlength: "300" });
  const gap = el("div", { hidden: true },
    el("label", { class: "form-label", for: "field-missing" }, "传不来的照片：缺什么、为什么"), why);
  const close = async (event) => {
    event.target.disabled = true;
    try {
      await form.close(why.value);
    } catch (error) {
      problem.textContent = error.message;
      gap.hidden = !(await form.away().catch(() => [])).length;
    }
    event.target.disabled = false;
  };
  return el("div", {}, el("p", { class: "mq-hint" }, "完结以后记录不能再改。没有网络就先离开，联网上传完再点。"), problem, gap,
    el("button", { type: "button", class: "btn btn-primary mq-next", onclick: close }, "现场完结"));
}

export function draw(form) {
  const gaps = missing(form.task, form.content, form.digest);
  const rows = gaps.map(({ step, place, words }) => el("li", {}, el("a", { href: form.address(step, place) }, words)));
  const results = form.content.result.codes.map((code) => CODES[code]).join("、");
  return [el("section", { class: "card mq-item" },
    el("h2", { class: "mq-item-title" }, gaps.length ? `还缺 ${gaps.length} 处` : "都写全了"),
    gaps.length ? el("ul", { class: "mq-gaps" }, ...rows) : el("p", { class: "mq-msg ok" }, "现场记录写全了，双方都签了。请看着上面的照片和记录都变成“已上传”。"),
    el("p", { class: "mq-hint" }, `检查结果：${results || "没有选"}`), gaps.length ? null : closing(form))];
}
