// Coming back: to what an earlier page left on this machine, after the session has ended, and from what the server refuses.
// Loaded by drafts.js on need.

const nameOf = ({ service, measure }) => `${service}-${measure}`;
const WORD = { 1: " đ", 1000: " nghìn", 1000000: " triệu" };

/** Move shelves of earlier pages into the store, and their texts into the fields. */
export function adopt(tools, shelves) {
  const { form, store, words, state } = tools;
  for (const shelf of shelves) {
    const left = JSON.parse(localStorage.getItem(shelf));
    // A text typed in another unit of money says so, now that the page is in this one.
    const told = (text, measure, unit) => (unit === store.unit || measure !== "revenue" || !text ? text : text + WORD[unit]);
    for (const [name, [text, version]] of Object.entries(left.cells)) {
      store.cells[name] = [told(text, name.split("-").at(-1), left.unit), version];
    }
    for (const batch of left.batches) {
      for (const cell of batch.cells) {
        cell.name = nameOf(cell); // pages of older versions kept none
        cell.text = told(cell.text, cell.measure, batch.unit);
      }
      store.batches.push({ ...batch, unit: store.unit });
    }
    Object.assign(store.notes, ...(left.aside ?? []).map(({ notes }) => notes), left.notes);
    rebundle(store, left.aside ?? [], (name) => form.elements[name] && !left.fresh?.includes(name));
    localStorage.removeItem(shelf);
  }
  const sent = new Set(store.batches.flatMap(({ cells }) => cells.map(({ name }) => name)));
  const [names, gone] = [[], []];
  for (const name of Object.keys(store.cells)) (form.elements[name] ? names : gone).push(name);
  for (const name of names) form.elements[name].value = store.cells[name][0];
  store.fresh = names.filter((name) => !sent.has(name));
  if (names.length) state("restored", names.length);
  // A service that is not on the sheet any more takes nothing.
  const lost = gone.filter((name) => !sent.has(name));
  if (lost.length) setAside(tools, { names: lost, notes: {}, why: words.gone, whole: false });
}

/** Make batches again of what was pasted and then set aside: the history says how a figure came. */
function rebundle(store, aside, wanted) {
  for (const { names, pasted } of aside) {
    const cells = pasted ? names.filter((name) => name in store.cells && wanted(name)).map((name) => cellOf(name, store.cells)) : [];
    if (cells.length) store.batches.push({ key: crypto.randomUUID(), unit: store.unit, pasted, cells, notes: {} });
  }
}

function cellOf(name, cells) {
  const [, service, measure] = /^(.+)-(\w+)$/.exec(name);
  return { name, service, measure, text: cells[name][0], version: cells[name][1] };
}

/** Take a fresh token where the same person is signed in again, else offer it; another's figures are never sent. */
export async function renew({ form, state, words }) {
  const page = await fetch(location.pathname, { redirect: "manual" }).then((got) => got.text(), () => "");
  const found = /name="csrfmiddlewaretoken" value="(\w+)"/.exec(page);
  if (found && page.includes(`data-owner="${form.dataset.owner}"`)) {
    form.elements.csrfmiddlewaretoken.value = found[1];
    return 0;
  }
  const link = document.createElement("a");
  Object.assign(link, { target: "_blank", href: `/sign-in/?next=${location.pathname}`, textContent: words.again });
  return state("signin", "", link);
}

/** Lead to the first field that keeps the month from being sent. */
export function lead(form) {
  (form.querySelector("input.error, input.warning, input.prefilled") ?? form.querySelector("[data-asked] .money[value='']"))?.focus();
}

const OF_THE_MONTH = ["not_editable", "not_reporting", "month_not_open", "not_allowed"];
let again = null;
addEventListener("focus", () => again?.());

/** Set aside what the server refuses, so that the rest is saved; returns after how many milliseconds to go on. */
export function refused(tools, { error, message }) {
  const { store, words, keep } = tools;
  const batch = store.batches.shift();
  const services = [...new Set([...batch.cells.map(({ service }) => service), ...Object.keys(batch.notes)])];
  const whole = OF_THE_MONTH.includes(error);
  const half = whole ? 0 : services.length >> 1;
  const part = (some) => ({
    ...batch,
    key: crypto.randomUUID(),
    cells: batch.cells.filter(({ service }) => some.includes(service)),
    notes: Object.fromEntries(Object.entries(batch.notes).filter(([service]) => some.includes(service))),
  });
  if (half) store.batches.unshift(part(services.slice(0, half)), part(services.slice(half)));
  else setAside(tools, { names: batch.cells.map(({ name }) => name), notes: batch.notes, why: message ?? words.strange, whole, pasted: batch.pasted });
  keep();
  return 0;
}

function setAside(tools, refusal) {
  tools.store.aside.push(refusal);
  tools.state("refused", refusal.why);
  offer(tools);
}

/** Offer to send again what is set aside, or to throw it away. */
function offer({ form, store, words, keep, later }) {
  const names = [...new Set(store.aside.flatMap((one) => one.names))];
  const notes = Object.assign({}, ...store.aside.map((one) => one.notes));
  const retry = () => {
    bar.remove();
    again = null;
    rebundle(store, store.aside, (name) => !store.fresh.includes(name)); // else typed since
    const sent = store.batches.flatMap(({ cells }) => cells.map(({ name }) => name));
    store.fresh.push(...names.filter((name) => name in store.cells && ![...store.fresh, ...sent].includes(name)));
    store.notes = { ...notes, ...store.notes };
    store.aside = [];
    keep();
    later(0);
  };
  const drop = () => {
    for (const name of names) delete store.cells[name];
    store.fresh = store.fresh.filter((name) => !names.includes(name));
    store.aside = [];
    keep();
    location.reload();
  };
  const bar = tell(form, words, store.cells, names, notes, [[words.retry, retry], [words.drop, drop]]);
  form.querySelector("#state").before(bar);
  // The month may be free again when somebody comes back to the page.
  again = store.aside.every(({ whole }) => whole) ? retry : null;
}

/** Name figures and explanations that only this machine has. */
function tell(sheet, words, cells, names, notes, buttons, why = "") {
  document.querySelector("#aside")?.remove();
  const bar = Object.assign(document.createElement("div"), { id: "aside", className: "bar error says-bar" });
  const head = (code) => sheet.querySelector(`[data-row="${CSS.escape(code)}"] th`)?.firstChild.textContent ?? code;
  const list = names.filter((name) => name in cells).map((name) => {
    const [, code, measure] = /^(.+)-(\w+)$/.exec(name);
    const kind = measure === "volume" ? ` (${sheet.querySelector("#h-volume").textContent})` : "";
    return `${head(code)}${kind}: ${cells[name][0] || "–"}`;
  });
  for (const [code, [, remark]] of Object.entries(notes)) list.push(`${head(code)} (${words.note})${remark && `: ${remark}`}`);
  bar.setAttribute("role", "alert");
  bar.append(why, " ", words.aside.replace("{count}", list.length).replace("{list}", () => list.join("; ")));
  for (const [text, act] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: text });
    button.addEventListener("click", act);
    bar.append(button);
  }
  return bar;
}

/** On a page that takes no typing: hand over what an earlier page left; a month that has ended keeps it as a proposal. */
export async function handOver(sheet, shelves) {
  const words = document.querySelector("#words").dataset;
  let [taken, why] = [0, ""];
  const lefts = shelves.map((shelf) => [shelf, bundled(JSON.parse(localStorage.getItem(shelf)))]);
  for (const [shelf, left] of lefts) {
    localStorage.setItem(shelf, JSON.stringify(left));
    for (const batch of [...left.batches]) {
      const said = await hand(sheet, batch);
      if (!said.rows) {
        why = said.message ?? words.strange;
        break;
      }
      left.batches.shift();
      for (const cell of batch.cells) if (!said.rows[cell.service].fields[nameOf(cell)].held) delete left.cells[nameOf(cell)];
      taken += 1;
      if (left.batches.length || Object.keys(left.cells).length) localStorage.setItem(shelf, JSON.stringify(left));
      else localStorage.removeItem(shelf);
    }
  }
  if (taken && !why) return location.reload();
  const cells = Object.assign({}, ...lefts.map(([, { cells }]) => cells));
  const notes = Object.assign({}, ...lefts.flatMap(([, { batches }]) => batches.map((batch) => batch.notes)));
  const drop = () => {
    for (const shelf of shelves) localStorage.removeItem(shelf);
    document.querySelector("#aside").remove();
  };
  return sheet.prepend(tell(sheet, words, cells, Object.keys(cells), notes, [[words.drop, drop]], why));
}

/** Everything a shelf holds as batches, each with the key it keeps. */
function bundled({ unit, cells, notes, batches, aside = [] }) {
  const sent = new Set(batches.flatMap((batch) => batch.cells.map(nameOf)));
  const rest = Object.keys(cells).filter((name) => !sent.has(name)).map((name) => cellOf(name, cells));
  const kept = Object.assign({}, ...aside.map((one) => one.notes), notes);
  if (rest.length || Object.keys(kept).length) batches.push({ key: crypto.randomUUID(), unit, pasted: false, cells: rest, notes: kept });
  return { unit, cells, fresh: [], notes: {}, batches, aside: [] };
}

async function hand({ dataset }, batch) {
  const headers = { "X-CSRFToken": document.querySelector("#leave [name=csrfmiddlewaretoken]").value };
  const answer = await fetch(dataset.draft, { method: "POST", headers, body: JSON.stringify(batch) }).catch(() => {});
  return answer?.json().catch(() => ({})) ?? {};
}
