// What a record says: its shape, and the digest that a signature is bound to. It knows no page.
import { digest } from "./ids.js";

const EMPTY = () => ({
  v: 1, answers: {}, result: { codes: [], order: { number: "", due: "", cured: false }, path: "", path_facts: {} },
  minutes: {
    place: "", person: { name: "", post: "", identity: "" }, start: "", end: "", shown_at: "",
    recusal_told: false, recusal_answer: "", facts: "", statement: "", changes: "",
  },
  recordings: [], evidence: [], signatures: [], refusal: { reason: "", witness: "" }, paper: [],
});
// What is written after the text was read out; all else is what is signed.
const AFTER = ["signatures", "refusal", "paper"];

const isGroup = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);

function fillFrom(target, source) {
  for (const [key, value] of Object.entries(source)) {
    if (!(key in target)) target[key] = value;
    else if (isGroup(value) && isGroup(target[key])) fillFrom(target[key], value);
  }
  return target;
}

// Spaces say nothing, and neither does an empty list.
export const isEmpty = (value) => !(typeof value === "string" ? value.trim() : Array.isArray(value) ? value.length : value);

// Adds to a content, in place, what it lacks.
export const complete = (content) => fillFrom(content, EMPTY());

// An item without a checklist is asked as a whole.
export const pointsOf = (item) => (item.points?.length ? item.points : [{ title: item.name, look: "", breach: "" }]);

export function answerOf(content, item) {
  const empty = { points: [], finding: "", provision: "", kinds: [], disposition: [], methods: [] };
  const answer = fillFrom((content.answers[item.code] ||= {}), empty);
  pointsOf(item).forEach((_, index) => { answer.points[index] ||= { n: index + 1, answer: "", why: "" }; });
  return answer;
}

// Reads without making anything.
export function pointAnswer(content, item, number) {
  return content.answers[item.code]?.points?.[number - 1] || { n: number, answer: "", why: "" };
}

export const answersOf = (content, item) => pointsOf(item).map((_, index) => pointAnswer(content, item, index + 1).answer);

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isGroup(value)) return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

// The digest of what is signed: the canonical JSON of the content without what comes after.
export function signedDigest(content) {
  const kept = Object.fromEntries(Object.entries(content).filter(([key]) => !AFTER.includes(key)));
  return digest(new TextEncoder().encode(canonical(kept)));
}

export const signatureOf = (content, who, name) => content.signatures.find((entry) => entry.who === who && (who !== "officer" || entry.name === name));
