// Coming back: to what an earlier page left on this machine, and after the session has ended. Loaded by drafts.js on need.

const WORD = { 1: " đ", 1000: " nghìn", 1000000: " triệu" };

/** Move shelves of earlier pages into the store; returns how many fields got their text back. */
export function adopt(shelves, store, field) {
  for (const shelf of shelves) {
    const left = JSON.parse(localStorage.getItem(shelf));
    // A text typed in another unit of money says so, now that the page is in this one.
    const told = (text, measure, unit) => (unit === store.unit || measure !== "revenue" || !text ? text : text + WORD[unit]);
    for (const [name, [text, version]] of Object.entries(left.cells)) {
      store.cells[name] = [told(text, name.split("-").at(-1), left.unit), version];
    }
    for (const batch of left.batches) {
      for (const cell of batch.cells) cell.text = told(cell.text, cell.measure, batch.unit);
      store.batches.push({ ...batch, unit: store.unit });
    }
    Object.assign(store.notes, left.notes);
    localStorage.removeItem(shelf);
  }
  const sent = new Set(store.batches.flatMap(({ cells }) => cells.map(({ service, measure }) => `${service}-${measure}`)));
  const names = Object.keys(store.cells).filter((name) => field(name));
  for (const name of names) field(name).value = store.cells[name][0];
  store.fresh = names.filter((name) => !sent.has(name));
  return names.length;
}

/** Take a fresh token where the same person is signed in again, else offer it; another's figures are never sent. */
export async function renew(form, state, words) {
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
