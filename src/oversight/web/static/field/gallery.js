// Pictures beside the point that they prove, and in the record's list of evidence.
import { clock, el } from "./page.js";

export const PAPER = "paper";

function thumb(picture) {
  const image = el("img", { alt: `照片 ${picture.place}`, src: URL.createObjectURL(new Blob([picture.thumb], { type: "image/jpeg" })) });
  image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  const state = picture.problem || (picture.acked ? "已上传" : "在手机里");
  return el("li", { class: picture.problem ? "bad" : null }, image, el("span", { class: "mq-cap" }, `${clock(picture.taken)} ${state}`));
}

// A button for the camera with the pictures of one point under it.
export function camera(point, label, keep, attributes = {}) {
  const input = el("input", { class: "visually-hidden", type: "file", accept: "image/*", multiple: true, "data-key": `camera-${point}`, ...attributes });
  input.addEventListener("change", async () => {
    await keep(Array.from(input.files), point);
    input.value = "";
  });
  return el("div", { class: "mq-camera", "data-place": point }, el("label", { class: "btn" }, label, input), el("ol", { class: "mq-photos", "data-point": point }));
}

// Fills every list of pictures under `root`; one whose pictures did not change stays as it is.
export function showPictures(root, pictures) {
  for (const list of root.querySelectorAll("[data-point]")) {
    const own = pictures.filter((picture) => picture.point === list.dataset.point);
    const state = own.map((picture) => `${picture.digest} ${picture.acked} ${picture.problem}`).join();
    if (list.dataset.state !== state) list.replaceChildren(...own.map(thumb));
    list.dataset.state = state;
  }
}

// Names in the content each picture that the telephone has; says whether one was added.
export function name(content, pictures) {
  const isNamed = ({ digest }) => content.paper.includes(digest) || content.evidence.some((piece) => piece.digest === digest);
  const rest = pictures.filter((picture) => !isNamed(picture));
  for (const { digest, point, place } of rest) {
    if (point === PAPER) content.paper.push(digest);
    else content.evidence.push({ digest, name: `照片 ${place}`, pages: 1, point });
  }
  return rest.length > 0;
}
