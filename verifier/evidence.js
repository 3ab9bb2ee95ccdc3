// The names in an evidence folder (spec 6.2).

import { NAMES } from "./roster.js";

// The text for people: whoever gives it gives this one.
export const README = "读我.txt";
export const README_DIGEST = "6ddd7e63f4333bd83844ebe87ebc01193e619c23c09a90c2632e72372b7d209f";
export const ALWAYS = ["manifest.json", "result.json", ...NAMES, "log/vkey", "log/consistency"];

export function replacementsIn(names) {
  let most = 0;
  for (const name of names) {
    const match = /^log\/replaced-([1-9][0-9]{0,5})\.entry$/.exec(name);
    if (match !== null) most = Math.max(most, Number(match[1]));
  }
  return most;
}

const reveals = (manifest) => manifest.sources.map((_, at) => `reveal-${at + 1}`);
const numbered = (count) => Array.from({ length: count }, (_, at) => `replaced-${at + 1}`);

export function eventsOf(manifest, replacements) {
  const opened = manifest.mode === "sealed" ? ["opened"] : [];
  return ["sealed", ...reveals(manifest), "held", ...opened, ...numbered(replacements)];
}

export const datable = (manifest) => ["sealed", ...reveals(manifest), "held"];
export const entryFile = (event) => `log/${event}.entry`;
export const finalProofFile = (event) => (event === "sealed" ? "log/sealed-final.proof" : `log/${event}.proof`);
export const earlyProofFile = (event) => (event === "sealed" ? "log/sealed.proof" : `log/${event}-early.proof`);
export const tokenFile = (event) => earlyProofFile(event).replace(/\.proof$/, ".tsr");
