// A pad to sign on: strokes are kept as whole numbers, a thousand to the width, and drawn anew.
import SignaturePad from "../vendor/signature_pad-5.1.4.js";

const SPAN = 1000;
const HEIGHT = 0.4;
const INK = "#1a2330";

function strokesOf(groups, width) {
  const begin = groups[0]?.points[0]?.time || 0;
  const numbers = ({ x, y, time }) => [x * SPAN / width, y * SPAN / width, time - begin].map(Math.round);
  return groups.map(({ points }) => points.map(numbers));
}

function groupsOf(strokes, width) {
  const point = ([x, y, time = 0]) => ({ x: x * width / SPAN, y: y * width / SPAN, time, pressure: 0 });
  return strokes.map((stroke) => ({ penColor: INK, dotSize: 0, minWidth: 0.7, maxWidth: 2.6, velocityFilterWeight: 0.7, compositeOperation: "source-over", points: stroke.map(point) }));
}

// Makes the canvas as sharp as the screen; this empties it.
function fit(canvas, width) {
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  canvas.style.height = `${Math.round(width * HEIGHT)}px`;
  canvas.width = width * ratio;
  canvas.height = Math.round(width * HEIGHT) * ratio;
  canvas.getContext("2d").scale(ratio, ratio);
}

// `onStroke` gets all strokes after each of them; one that is locked takes none until it is cleared.
export function pad(canvas, kept, isLocked, onStroke) {
  let strokes = kept;
  let width = 0;
  let ink = null;
  const redraw = () => {
    if (!canvas.clientWidth || canvas.clientWidth === width) return;
    width = canvas.clientWidth;
    fit(canvas, width);
    ink ||= begin();
    ink.fromData(groupsOf(strokes, width));
  };
  const begin = () => {
    const made = new SignaturePad(canvas, { penColor: INK, minWidth: 0.7, maxWidth: 2.6 });
    if (isLocked) made.off();
    made.addEventListener("endStroke", () => { strokes = strokesOf(made.toData(), width); onStroke(strokes); });
    return made;
  };
  new ResizeObserver(redraw).observe(canvas);
  return {
    clear() {
      strokes = [];
      isLocked = false;
      ink?.clear();
      ink?.off();
      ink?.on();
    },
  };
}
