// The sheet under the hands. "cells" events go to drafts.js, "answer" events come back.

const find = (what) => document.querySelector(what);
const form = find("#entry");
const numbers = await import(form.dataset.numbers);
const { read, write, zeros, PERCENT } = numbers;
const words = find("#words").dataset;
const unit = +form.dataset.unit;
const pair = (row) => [...row.querySelectorAll(".money, .volume")];
const rows = [...form.querySelectorAll("[data-row]")].filter((row) => pair(row).length);
const fields = rows.flatMap(pair);
const column = (input) => +input.matches(".volume");
const scale = (input) => (column(input) ? 1 : unit);
const kept = new Map(fields.map((input) => [input, input.value])); // as the last step left them
const [done, undone] = [[], []];

// Exactly, in the page's unit.
function shown(dong, size) {
  if (dong === null) return "";
  const text = write({ shift: -zeros(size), decimals: zeros(size) }, dong);
  return zeros(size) ? text.replace(/[.,]?0*$/, "") : text;
}

function total() {
  const sums = {};
  let unread = 0;
  for (const row of rows) {
    const dong = read(pair(row)[0].value, unit);
    unread += !!dong?.code;
    if (typeof dong === "bigint") for (const key of [row.dataset.line, ""]) sums[key] = (sums[key] ?? 0n) + dong;
    complete(row.querySelector("[data-target]"), dong);
  }
  for (const cell of form.querySelectorAll("[data-total]")) {
    cell.textContent = shown(sums[cell.dataset.total] ?? null, unit);
  }
  complete(form.querySelector("tfoot [data-target]"), sums[""]);
  find("#uncounted").hidden = !unread;
  find("#uncounted").textContent = words.uncounted.replace("{count}", unread);
}

function complete(cell, dong) {
  const { target } = cell.dataset;
  cell.textContent = typeof dong === "bigint" && target > 0 ? write(PERCENT, dong, BigInt(target)) : "";
}

// One step to undo: [input, text] pairs take effect; what changed (or is forced) is saved.
function step(texts, { pasted, back, forced } = {}) {
  const changes = [];
  for (const [input, text] of texts) {
    const [before, dong] = [kept.get(input), read(text, scale(input))];
    input.value = dong?.code ? text : shown(dong, scale(input));
    input.classList.toggle("error", !!dong?.code);
    kept.set(input, input.value);
    if (forced || before !== input.value) changes.push([input, before, input.value]);
  }
  document.activeElement.select?.();
  total();
  if (!changes.length) return;
  if (!back) {
    done.push(changes);
    undone.length = 0;
  }
  form.dispatchEvent(new CustomEvent("cells", { detail: { inputs: changes.map(([input]) => input), pasted } }));
  return changes;
}

function undo(from = done, to = undone, which = 1) {
  const changes = from.pop();
  if (!changes) return;
  to.push(changes);
  step(changes.map((change) => [change[0], change[which]]), { back: true });
  changes[0][0].focus();
  return true;
}

const redo = () => undo(undone, done, 2);

function beside(input, down, right = 0) {
  const row = rows[rows.indexOf(input.closest("tr")) + down];
  return row && pair(row)[column(input) + right];
}

function move(input, down, right) {
  const next = beside(input, down, right);
  next?.focus();
  return next;
}

function restore(input) {
  step([[input, kept.get(input)]]);
  return true;
}

const KEYS = {
  Enter: (input, event) => move(input, event.shiftKey ? -1 : 1) || step([[input, input.value]]) || true,
  ArrowDown: (input) => move(input, 1),
  ArrowUp: (input) => move(input, -1),
  ArrowLeft: (input) => !input.selectionStart && move(input, 0, -1),
  ArrowRight: (input) => input.selectionEnd === input.value.length && move(input, 0, 1),
  Escape: restore,
};
const WITH_CONTROL = {
  d: (input) => step([[input, beside(input, -1)?.value ?? input.value]]) || true,
  y: () => redo() || true,
  z: (input, event) => (event.shiftKey ? redo() : input.value === kept.get(input) ? undo() : restore(input)) || true,
};
const again = (inputs) => step(inputs.map((input) => [input, input.value]), { forced: true });
const PRESSED = {
  set: (button) => {
    const [, name, dong] = /^(.+)=(-?\d*)/.exec(button.value);
    const input = form.elements[name];
    step([[input, dong && shown(BigInt(dong), scale(input))]], { forced: true });
    input.focus();
  },
  "confirm-row": (button) => again(pair(button.closest("tr"))),
  confirm: () => again(fields.filter((input) => input.matches(".prefilled"))),
  nil: () => {
    const blank = rows.filter((row) => "asked" in row.dataset && pair(row).every((input) => !input.value.trim()));
    step(blank.flatMap(pair).map((input) => [input, "0"]));
  },
};

const tools = { form, words, pair, unit, shown, step, undo, done, column };
// A failed import is remembered under its address.
const load = (url) => import(url).catch(() => import(url + "?" + Date.now()));
const blocks = () => load(form.dataset.blocks);
const on = (name, act) => form.addEventListener(name, (event) => fields.includes(event.target) && act(event.target, event));
on("keydown", (input, event) => {
  if (event.isComposing || event.altKey) return;
  const { key, shiftKey } = event;
  const act = event.ctrlKey || event.metaKey ? WITH_CONTROL[key.toLowerCase()] : (!shiftKey || key === "Enter") && KEYS[key];
  if (act && act(input, event)) event.preventDefault();
});
on("input", total);
on("change", (input) => step([[input, input.value]]));
on("focusin", (input) => input.select());
on("paste", (input, event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  blocks().then(({ paste }) => paste(tools, input, text), () => find("#saved").append(` ${words.unpasted}`));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || button.form !== form) return;
  const act = PRESSED[button.name] ?? PRESSED[button.value];
  act?.(button);
  if (act || (button.value === "undo" && (undo() || undone.length))) event.preventDefault();
});

form.addEventListener("answer", ({ detail: { rows: answered, progress, why, nil } }) => {
  for (const row of rows) {
    const one = answered[row.dataset.row];
    if (one) place(row, one);
  }
  const [first, ...others] = form.querySelectorAll("[data-part]");
  for (const one of others) one.remove();
  first.outerHTML = progress;
  find("#why").textContent = why;
  find("#nils").textContent = nil;
  find("#nil").hidden = !nil;
  find("#submit").setAttribute("aria-disabled", !!why);
  if (!form.querySelector("input.prefilled")) find("#confirm")?.remove();
  total();
});

// While no answer comes, offline.js says what the server would.
const learn = () => load(form.dataset.offline).then(({ judge }) => judge(form, numbers, unit)).catch(() => {}); // asked again
const late = new Set();
let judging = learn();
form.addEventListener("cells", ({ detail }) => {
  for (const input of detail.inputs) late.add(input.closest("tr"));
  setTimeout(async () => {
    const judged = (await judging) ?? (await (judging = learn()));
    if (!judged) return;
    for (const row of late) {
      // Of two figures, one is known to the server only.
      if (!row.matches(":has(+ .clash)")) say(row, judged(row, pair(row)));
    }
    late.clear();
  }, 2000);
});

// A row as the server has it, save where somebody types.
function place(row, { fields: cells, says, note }) {
  late.delete(row);
  for (const input of pair(row)) {
    const cell = cells[input.name];
    form.elements[`was-${input.name}`].value = cell.was;
    input.className = `${column(input) ? "volume" : "money"} ${cell.mark}`;
    input.setAttribute("aria-invalid", cell.mark.includes("error"));
    if (cell.held) continue;
    if (input !== document.activeElement || input.value === kept.get(input)) input.value = cell.text;
    kept.set(input, cell.text);
  }
  say(row, says);
  row.querySelector(".note").innerHTML = note;
}

function say(row, says) {
  row.classList.toggle("told", !!says);
  // What asks for a reason stays while somebody gives it, or has given it and it is not through yet.
  if (says.includes("reason") && row.matches(":has(+ .says:focus-within, + .says :checked:not([value='']))")) return;
  while (row.nextElementSibling?.matches(".says")) row.nextElementSibling.remove();
  row.insertAdjacentHTML("afterend", says);
}

const copy = find("#copy");
copy.hidden = !navigator.clipboard;
const copied = async (some) => (await blocks()).copy(tools, some);
copy.addEventListener("click", () => copied(rows));
document.addEventListener("copy", (event) => {
  const marked = rows.filter((row) => getSelection().containsNode(row, true));
  if (copy.hidden || marked.length < 2) return;
  event.preventDefault();
  copied(marked);
});
find("#hint").hidden = false;
total();
form.dataset.ready = "true";
form.dispatchEvent(new CustomEvent("ready"));
