// Makers of labelled fields. Each says its change at once; `data-key` keeps the focus on a redraw.
import { el } from "./page.js";
import { forInput, fromInput, present } from "./moments.js";

const id = (key) => `field-${key}`;

function labelled(key, label, input, extra = null) {
  return el("div", { class: "mq-field", "data-place": key },
    el("label", { class: "form-label", for: id(key) }, label), extra ? el("div", { class: "mq-inputrow" }, input, extra) : input);
}

function input(name, key, value, change, attributes) {
  const element = el(name, { class: "form-control", id: id(key), "data-key": key, ...attributes });
  element.value = value || "";
  element.addEventListener("input", () => change(element.value));
  return element;
}

export const text = (key, label, value, change, attributes = {}) =>
  labelled(key, label, input("textarea", key, value, change, { rows: "3", maxlength: "2000", ...attributes }));

export const line = (key, label, value, change, attributes = {}) =>
  labelled(key, label, input("input", key, value, change, { type: "text", maxlength: "200", autocomplete: "off", ...attributes }));

export const date = (key, label, value, change) => labelled(key, label, input("input", key, value, change, { type: "date" }));

// A time is set by one tap; it can be corrected.
export function moment(key, label, value, change) {
  const element = input("input", key, forInput(value || ""), (typed) => change(fromInput(typed)), { type: "datetime-local" });
  const button = el("button", {
    type: "button", class: "btn", "data-key": `${key}-now`, "aria-label": `${label}：现在`,
    onclick: () => { element.value = forInput(present()); change(fromInput(element.value)); },
  }, "现在");
  return labelled(key, label, element, button);
}

export function check(key, label, isChecked, change, note = "", isDisabled = false) {
  const box = el("input", { type: "checkbox", class: "form-check-input", id: id(key), "data-key": key, checked: isChecked, disabled: isDisabled });
  box.checked = isChecked;
  box.addEventListener("change", () => change(box.checked));
  return el("div", { class: "mq-check", "data-place": key },
    box, el("label", { for: id(key) }, label, note ? el("small", {}, note) : null));
}

// Several of a list; `change` gets the tokens that are chosen.
export function several(key, label, options, chosen, change) {
  const boxes = Object.entries(options).map(([token, words]) => check(`${key}-${token}`, words, chosen.includes(token), (isChecked) => {
    const others = chosen.filter((entry) => entry !== token);
    chosen = isChecked ? [...others, token] : others;
    change(chosen);
  }));
  return el("fieldset", { class: "mq-field", "data-place": key }, el("legend", {}, label), ...boxes);
}

// One of a few, as big buttons.
export function choice(key, label, options, chosen, change) {
  const buttons = Object.entries(options).map(([token, words]) => el("button", {
    type: "button", class: `btn mq-choice ${token}`, "aria-pressed": String(token === chosen), "data-key": `${key}-${token}`,
    onclick: () => change(token),
  }, words));
  return el("div", { class: "mq-choices", role: "group", "aria-label": label, "data-place": key }, ...buttons);
}
