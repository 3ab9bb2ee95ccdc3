// A public number: the page of one that is not there yet opens itself; dice are written in rows of ten.
// The field of the form stays what is sent; the rows show it, the keys write into it.
const notYet = document.querySelector("#not-yet [data-left]");
if (notYet) {
  const seconds = Number(notYet.dataset.left);
  if (seconds < 86400) setTimeout(() => location.reload(), (seconds + 1) * 1000);
}

const pad = document.getElementById("dice");
if (pad) {
  const count = Number(pad.dataset.count);
  const field = document.getElementById(pad.dataset.for);
  const cells = [...pad.querySelectorAll("[data-place]")];
  const counter = document.getElementById("dice-count");
  const says = document.getElementById("dice-says");
  const button = field.form.querySelector(".btn-primary");
  let at = null;  // a place that was pointed at, to be written over

  function faces(text) {
    const plain = text.normalize("NFKC").replace(/\s/g, "");
    const strange = [...plain].find((letter) => !/[1-6]/.test(letter));
    says.textContent = strange ? `骰子只有 1 到 6 点，“${strange}”没有记下。` : "";
    return plain.replace(/[^1-6]/g, "");
  }

  function show() {
    const digits = field.value;
    cells.forEach((cell, place) => {
      cell.textContent = digits[place] || "";
      cell.classList.toggle("next", place === (at === null ? digits.length : at));
    });
    counter.textContent = String(digits.length);
    button.disabled = digits.length !== count;
    if (digits.length === count) says.textContent = `${count} 个都记下了，请再看一遍。`;
    if (digits.length > count) says.textContent = `多了 ${digits.length - count} 个；请退掉多记的。`;
  }

  function put(face) {
    const digits = field.value;
    if (at !== null) {
      field.value = digits.slice(0, at) + face + digits.slice(at + 1);
      at = face && at + 1 < field.value.length ? at + 1 : null;
    } else if (face === "") field.value = digits.slice(0, -1);
    else if (digits.length < count) field.value = digits + face;
    says.textContent = "";
    show();
  }

  pad.hidden = false;
  field.inputMode = "numeric";
  pad.addEventListener("click", ({ target }) => {
    const key = target.closest("[data-face]");
    if (key) put(key.dataset.face);
    const cell = target.closest("[data-place]");
    if (cell && Number(cell.dataset.place) <= field.value.length) {
      at = Number(cell.dataset.place) - 1;
      show();
    }
  });
  field.addEventListener("input", (event) => {
    if (event.isComposing) return;
    at = null;
    const caret = faces(field.value.slice(0, field.selectionStart)).length;
    field.value = faces(field.value);
    field.setSelectionRange(caret, caret);
    show();
  });
  field.addEventListener("compositionend", () => field.dispatchEvent(new Event("input")));
  field.value = faces(field.value);
  show();
}
