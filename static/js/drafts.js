// Nothing typed is lost: kept on this machine first, then sent, with one key on every retry.

const find = (what) => document.querySelector(what);
const form = find("#entry");
const { owner, draft, unit, recovery, leaving } = form.dataset;
const words = find("#words").dataset;
const field = (name) => form.elements[name];
const shelf = `entry:${owner}`;
const mine = `${shelf}:${crypto.randomUUID()}`;
const tabs = new BroadcastChannel(shelf);
// cells: {name: [text, version typed upon]} not yet taken; fresh: names in no batch yet; aside: what was refused.
const store = { unit: +unit, cells: {}, fresh: [], notes: {}, batches: [], aside: [] };
let [busy, timer, pause, asked] = [null, 0, 1000];

function keep() {
  const empty = ![...store.batches, ...store.aside, ...Object.keys({ ...store.cells, ...store.notes })].length;
  try {
    if (empty) localStorage.removeItem(mine);
    else localStorage.setItem(mine, JSON.stringify(store));
  } catch {
    state("broken");
  }
}

function state(key, value, link = "") {
  const place = find("#saved");
  place.className = /^sav/.test(key) ? "" : "off";
  place.replaceChildren(place.firstElementChild, words[key].replace(/{.+}/, value), " ", link);
}

const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
};

function take(names, pasted) {
  if (pasted && waits()) bundle();
  for (const name of names) {
    const again = store.fresh.includes(name);
    store.cells[name] = [field(name).value, again ? store.cells[name][1] : parseInt(field(`was-${name}`).value)];
    if (!again) store.fresh.push(name);
  }
  if (pasted) bundle(true);
  keep();
  state("local");
  later(pasted ? 0 : 800);
}

const tools = { form, store, words, keep, state, later };
const waits = () => store.fresh.length || Object.keys(store.notes).length;
const left = () => busy || store.batches.length || waits();

function bundle(pasted = false) {
  const cells = store.fresh.map((name) => {
    const [, service, measure] = /^(.+)-(\w+)$/.exec(name);
    const [text, version] = store.cells[name];
    return { name, service, measure, text, version };
  });
  store.batches.push({ key: crypto.randomUUID(), unit: store.unit, pasted, cells, notes: store.notes });
  [store.fresh, store.notes] = [[], {}];
  keep();
}

function send() {
  if (!busy && left()) {
    if (!store.batches.length) bundle();
    state("saving");
    busy = post(store.batches[0]).then((wait) => wait >= 0 && later(wait)).finally(() => (busy = null));
  }
  return busy;
}

// Returns after how many milliseconds to go on.
async function post(batch) {
  const headers = { "X-CSRFToken": field("csrfmiddlewaretoken").value };
  const answer = await fetch(draft, { method: "POST", headers, body: JSON.stringify(batch), keepalive: true }).catch(() => {});
  if (!answer || answer.status >= 500) {
    state(answer ? "local" : "offline");
    return (pause = Math.min(pause * 2, 60000));
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.ok || said.rows) return taken(batch, said); // late: a proposal
  const { renew, refused } = await import(recovery);
  return answer.status === 401 || said.error === "csrf" ? renew(tools) : refused(tools, said);
}

function taken(batch, answer) {
  pause = 1000;
  store.batches.shift();
  for (const { name, service, version } of batch.cells) {
    const { held, was } = answer.rows[service].fields[name];
    const cell = store.cells[name];
    if (held || !cell) continue;
    const next = store.batches.flatMap(({ cells }) => cells).filter((one) => one.name === name);
    for (const one of next) if (one.version === version) one.version = parseInt(was);
    if (next.length || store.fresh.includes(name)) cell[1] = parseInt(was);
    else delete store.cells[name];
  }
  keep();
  sessionStorage[shelf] = answer.version;
  show(answer);
  tabs.postMessage(answer);
  if (store.batches.length || waits()) return 0;
  if (store.aside[0]) return state("refused", store.aside[0].why);
  return state(answer.message ? "late" : "saved", answer.message ?? answer.saved_at);
}

function show(answer) {
  for (const { fields } of Object.values(answer.rows)) for (const name in fields) fields[name].held ||= name in store.cells;
  if (answer.version === +field("version").value + 1) field("version").value = answer.version;
  form.dispatchEvent(new CustomEvent("answer", { detail: answer }));
}

async function flush() {
  document.activeElement.blur();
  for (let turn = 0; turn < 9; turn += 1) await send();
  return !left();
}

async function restore() {
  // Asked for before the last save was through?
  const older = sessionStorage[shelf] - field("version").value > 0;
  delete sessionStorage[shelf];
  if (older) return location.reload();
  const shelves = Object.keys(localStorage).filter((key) => key.startsWith(shelf) && key !== mine);
  if (!shelves.length) return;
  (await import(recovery)).adopt(tools, shelves);
  keep();
  later(0);
}

form.addEventListener("cells", ({ detail }) => take(detail.inputs.map((input) => input.name), detail.pasted));
form.addEventListener("change", ({ target }) => {
  const service = /^(?:reason|note)-(.+)$/.exec(target.name)?.[1];
  if (!service) return;
  const [reason, remark] = [field(`reason-${service}`), field(`note-${service}`)];
  if (!reason.value || (reason.value === "other" && !remark.value.trim())) return remark.focus();
  store.notes[service] = [reason.value, remark.value];
  keep();
  later(0);
});
// Leaving waits for the server.
document.addEventListener("submit", async (event) => {
  const { target, submitter } = event;
  const leaves = target.id === "leave" && !event.defaultPrevented && submitter.value !== "forget";
  if (submitter.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    (await import(recovery)).lead(form);
  } else if (left() || (leaves && !asked)) {
    event.preventDefault();
    const sent = await flush();
    if (leaves) asked = await import(leaving);
    if (sent || leaves) target.requestSubmit(submitter);
  }
});
tabs.onmessage = ({ data }) => {
  if (data.rows) return show(data);
  if (data === "hello") tabs.postMessage("here");
  find("#tabs").hidden = false;
};
for (const event of ["online", "focus"]) addEventListener(event, () => later(0));
document.addEventListener("visibilitychange", () => document.hidden && send());
tabs.postMessage("hello");
if (form.dataset.ready) restore();
else form.addEventListener("ready", restore);
