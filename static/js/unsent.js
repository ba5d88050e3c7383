// At home: which sheets hold figures that only this machine has. Loaded by leaving.js on need.

/** Name each sheet with a way to it. Only its own page knows what its unit is called, and whether it is still there. */
export function tell(bar, sheets) {
  const held = new Map();
  for (const { address, unit, month, names } of sheets) {
    const sheet = held.get(address) ?? { unit, month, names: new Set() }; // a shelf for every tab
    for (const name of names) sheet.names.add(name);
    held.set(address, sheet);
  }
  bar.replaceChildren();
  for (const [address, sheet] of held) {
    const line = document.createElement("p");
    bar.append(line);
    say(bar, line, address, sheet, sheet.unit);
    called(address).then((name) => say(bar, line, name === null ? "" : address, sheet, name || sheet.unit));
  }
  bar.hidden = false;
}

function say({ dataset }, line, address, { month, names }, unit) {
  const told = { count: names.size, month: month.split("-").reverse().join("/"), unit };
  line.textContent = `${dataset.says.replace(/{(\w+)}/g, (_all, name) => told[name])} `;
  const way = document.createElement("a");
  Object.assign(way, { href: address, textContent: dataset.open });
  line.append(address ? way : dataset.gone);
}

/** The unit's name; "" while the server is out of reach, null where the sheet is no longer this person's. */
async function called(address) {
  const answer = await fetch(address).catch(() => {});
  if (answer?.status === 404) return null;
  const page = answer?.ok ? await answer.text() : "";
  return new DOMParser().parseFromString(page, "text/html").querySelector("[data-unit-name]")?.dataset.unitName ?? "";
}
