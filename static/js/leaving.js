// Signing out clears this machine: what was typed here and never reached the server is told first.

const form = document.querySelector("#leave");
const shelf = `entry:${form.dataset.owner}:`;

function unsent() {
  const found = Object.keys(localStorage).filter((key) => key.startsWith(shelf));
  return found.map((key) => {
    const { cells, notes, aside = [] } = JSON.parse(localStorage.getItem(key));
    const names = Object.keys(Object.assign({}, cells, notes, ...aside.map((one) => one.notes)));
    const [unit, month] = key.split(":").slice(2, 4);
    return { unit, month, names, address: `/entry/${encodeURIComponent(unit)}/${month}/` };
  });
}

form.addEventListener("submit", (event) => {
  const sheets = unsent();
  if (!sheets.length || event.submitter?.value === "forget") return;
  event.preventDefault();
  const told = form.querySelector("[role=alert]");
  const count = sheets.reduce((sum, { names }) => sum + names.length, 0);
  told.querySelector("span").textContent = form.dataset.unsent.replace("{count}", count);
  told.querySelector("a").href = sheets[0].address;
  told.hidden = false;
  told.querySelector("a").focus();
});

// At home, whoever comes back sees what waits on this machine.
const home = document.querySelector("[data-unsent-here]");
if (home && unsent().length) (await import(home.dataset.unsentHere)).tell(home, unsent());

// A page that takes no typing may be where what was typed belongs.
const sheet = document.querySelector("[data-kept]");
const kept = sheet && Object.keys(localStorage).filter((key) => key.startsWith(`entry:${sheet.dataset.kept}:`));
if (kept?.length) (await import(sheet.dataset.recovery)).handOver(sheet, kept);
