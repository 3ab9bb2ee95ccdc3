// The form of a record in five steps. It is given a draft and says each change at once.
import * as gallery from "./gallery.js";
import * as items from "./items.js";
import * as minutes from "./minutes.js";
import { el } from "./page.js";
import { canonical, complete, signedDigest } from "./record.js";
import * as result from "./result.js";
import * as sign from "./sign.js";
import * as summary from "./summary.js";

const STEPS = {
  items: { name: "检查", draw: items.draw }, result: { name: "结果", draw: result.draw }, minutes: { name: "笔录", draw: minutes.draw },
  sign: { name: "签名", draw: sign.draw }, check: { name: "核对", draw: summary.draw },
};
let form = null;

// What the task says already; only as long as the record says nothing of it.
function prefill(content, task) {
  if (!content.minutes.place) content.minutes.place = task.address || "";
  if (!content.minutes.shown_at) content.minutes.shown_at = task.arrived_at || "";
  return content;
}

const address = (step, place = "") => `#/${form.task.id}/${step}${place ? `/${encodeURIComponent(place)}` : ""}`;

// The same change is made to what is shown and to what is kept.
async function update(how, ...blocks) {
  how(form.content);
  const kept = form.change((content) => how(prefill(complete(content), form.task)));
  blocks.forEach(redraw);
  await kept;
}

function block(key, drawn) {
  form.blocks.set(key, { drawn, element: drawn() });
  return form.blocks.get(key).element;
}

const keyed = (element, key) => Array.from(element.querySelectorAll("[data-key]")).find((row) => row.dataset.key === key);

// A block is made anew; the focus and what was unfolded stay.
function redraw(key) {
  const row = form.blocks.get(key);
  if (!row) return;
  const focus = row.element.contains(document.activeElement) && document.activeElement.dataset.key;
  const open = Array.from(row.element.querySelectorAll("details[open]"), (details) => details.dataset.key);
  const element = row.drawn();
  open.forEach((name) => keyed(element, name)?.setAttribute("open", ""));
  row.element.replaceWith(element);
  row.element = element;
  gallery.showPictures(element, form.pictures);
  if (focus) keyed(element, focus)?.focus({ preventScroll: true });
}

function navigation(current) {
  const links = Object.entries(STEPS).map(([step, { name }]) => el("a", { href: address(step), "aria-current": step === current ? "step" : null }, name));
  return el("nav", { class: "mq-steps", "aria-label": "检查记录的步骤" }, ...links);
}

function following(current) {
  const names = Object.keys(STEPS);
  const next = names[names.indexOf(current) + 1];
  return next ? el("a", { class: "btn btn-primary mq-next", href: address(next) }, `下一步：${STEPS[next].name}`) : null;
}

function goTo(root, place) {
  const target = Array.from(root.querySelectorAll("[data-place]")).find((row) => row.dataset.place === place);
  if (!target) return;
  target.closest("details")?.setAttribute("open", "");
  target.scrollIntoView({ block: "center" });
  target.querySelector("button:not(:disabled), input:not(:disabled), textarea")?.focus({ preventScroll: true });
}

// What is closed is only read.
const closed = () => [el("p", { class: "mq-msg ok" }, "现场检查已经完结，记录不能再改；有错请告诉科室另写更正。"), sign.reading(form)];

export async function render(root, { task, draft, pictures, change, keep, close, away, step, place }) {
  const content = prefill(complete(structuredClone(draft.content)), task);
  const current = STEPS[step] ? step : "items";
  const shown = { task: { ...task, signers: task.signers || [], items: task.items || [] }, content, pictures, change, blocks: new Map(), asked: "" };
  form = Object.assign(shown, { update, redraw, block, address, keep, close, away, digest: "" });
  const digest = await signedDigest(content);
  if (form !== shown) return;
  form.digest = digest;
  root.replaceChildren(...(task.is_closed ? closed() : [navigation(current), ...STEPS[current].draw(form), ...[following(current)].filter(Boolean)]));
  showPictures(root, pictures);
  if (place) goTo(root, place);
}

// New pictures are named in the record too: also those that a dying battery left without a name.
export function showPictures(root, pictures) {
  if (!form || pictures.some(({ visit }) => visit !== form.task.id)) return;
  form.pictures = pictures;
  gallery.showPictures(root, pictures);
  if (!form.task.is_closed && gallery.name(structuredClone(form.content), pictures)) update((content) => { gallery.name(content, pictures); }, "evidence");
}

// Tells whether a content is what is shown: then nothing need be drawn anew.
export const isShowing = (content) => Boolean(form) && canonical(prefill(complete(structuredClone(content)), form.task)) === canonical(form.content);
