// A witness's telephone: the number is made here, kept here, and leaves only when it is shown.
import { digest } from "./verifier/sha256.js";

const page = document.getElementById("witness");
const { draw, name, phase } = page.dataset;
const KEY = `mingqian-witness-${draw}-${name}`;  // a link may be made anew, the number stays

function made() {
  const bytes = new Uint8Array(16);
  crypto.getRandomValues(bytes);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function kept() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}

if (phase === "make") {
  document.getElementById("promise").addEventListener("submit", () => {
    const value = kept() || made();
    localStorage.setItem(KEY, value);
    document.getElementById("commitment").value = digest(`mingqian-draw/1|witness|${draw}|${name}|${value}`);
  });
}
if (phase === "waiting") {
  const value = kept();
  if (value) document.getElementById("own").textContent = value.match(/.{4}/g).join(" ");
  setInterval(() => { if (!document.hidden) location.reload(); }, 15000);
}
if (phase === "reveal") {
  const value = kept();
  const field = document.getElementById("value");
  if (value && field) field.value = value;
}
