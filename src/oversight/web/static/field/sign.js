// The fourth step: the whole text, the signatures under it, a refusal, or signed paper.
import * as fields from "./fields.js";
import { PAPER, camera } from "./gallery.js";
import { textOf } from "./minutes_text.js";
import { missing, padName } from "./missing.js";
import { inWords, present } from "./moments.js";
import { pad } from "./pad.js";
import { el, fill } from "./page.js";
import { signatureOf, signedDigest } from "./record.js";
import { needsNoSubject } from "./paths.js";

const title = (words) => el("h2", { class: "mq-item-title" }, words);

export function reading(form) {
  const [name, ...lines] = textOf(form.task, form.content).split("\n");
  const rest = missing(form.task, form.content, form.digest).filter(({ step }) => step !== "sign").length;
  const warning = el("p", { class: "mq-msg due" }, `还有 ${rest} 处没有写。现在签了，补写以后要再签。`, el("a", { href: form.address("check") }, "看缺什么"));
  return el("section", { class: "card mq-item" }, title("笔录全文：请念给对方听，或者请他自己看"),
    rest && !form.task.is_closed ? warning : null, el("article", { class: "mq-reading", "aria-label": "现场检查笔录全文" }, el("h3", {}, name), ...lines.map((words) => el("p", {}, words))));
}

function state(signature, digest) {
  if (!signature) return el("span", { class: "mq-tag plain" }, "还没有签");
  if (signature.signed !== digest) return el("span", { class: "mq-tag due" }, "签名以后内容改过，请清除再签");
  return el("span", { class: "mq-tag ok" }, `${inWords(signature.at)} 已签`);
}

const isOf = (who, name) => (entry) => entry.who === who && (who !== "officer" || entry.name === name);

async function keepStrokes(form, who, name, strokes, shown) {
  const entry = { who, name, strokes, signed: await signedDigest(form.content), at: present() };
  await form.update((content) => { content.signatures = [...content.signatures.filter((old) => !isOf(who, name)(old)), entry]; });
  fill(shown, state(entry, entry.signed));
}

// `who` signs; under the same name a second signature takes the place of the first.
function signing(form, who, name, heading) {
  const signature = signatureOf(form.content, who, name);
  const isVoid = Boolean(signature) && signature.signed !== form.digest;
  const canvas = el("canvas", { class: "mq-pad", role: "img", "aria-label": `${heading}签名的地方；不能在屏幕上签的，请用下面的纸上签名` });
  const shown = el("p", { role: "status" }, state(signature, form.digest));
  const board = pad(canvas, signature?.strokes || [], isVoid, (strokes) => keepStrokes(form, who, name, strokes, shown));
  const clear = async () => {
    board.clear();
    await form.update((content) => { content.signatures = content.signatures.filter((old) => !isOf(who, name)(old)); });
    fill(shown, state(null, form.digest));
  };
  return el("section", { class: "card mq-item", "data-place": padName(who, name) },
    title(heading), canvas, shown, el("button", { type: "button", class: "btn", onclick: clear, "aria-label": `清除${heading}的签名` }, "清除再签"));
}

function refusal(form) {
  const { refusal: given } = form.content;
  const set = (key, ...blocks) => (value) => form.update((content) => { content.refusal[key] = value; }, ...blocks);
  const row = form.content.signatures.some(isOf("subject", "")) ? [] : [
    fields.text("refusal-reason", "拒绝签名的理由（签了的不填）", given.reason, set("reason"), { rows: "2" }),
    fields.line("refusal-witness", "见证人姓名、身份（有录音录像的可以不填）", given.witness, set("witness"), { maxlength: "80" }),
  ];
  return el("section", { class: "card mq-item" }, title("拒绝签名"), ...row,
    row.length ? null : el("p", { class: "mq-hint" }, "被检查人已经签名。"));
}

const paper = (form) => el("section", { class: "card mq-item" }, title("纸上签名"),
  el("p", { class: "mq-hint" }, "打印或手写的笔录由双方签名后拍照，和屏幕上签名一样。"), camera(PAPER, "拍签好的笔录", form.keep));

export function draw(form) {
  const { task, content } = form;
  const name = content.minutes.person.name;
  const officers = task.signers.map((officer) => signing(form, "officer", officer.name, `检查人员 ${officer.name}`));
  const subject = needsNoSubject(content) ? [] : [signing(form, "subject", name, `被检查人 ${name}`.trim()), form.block("refusal", () => refusal(form))];
  const witness = content.refusal.reason || needsNoSubject(content) ? [signing(form, "witness", content.refusal.witness, "见证人")] : [];
  return [reading(form), ...officers, ...subject, ...witness, paper(form)];
}
