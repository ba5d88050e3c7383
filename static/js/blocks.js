// Blocks of cells: pasted anywhere with a report of what was done and how it was read, copied as tab-separated text.
// Loaded by entry.js on first use; `tools` are its functions.

const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d").replace(/[^a-z0-9]+/g, " ").trim();
const HEAD = [/^(dt phat sinh|doanh thu|revenue)/, /^(san luong|volume)/];
const TOTAL = /^(tong cong|grand total|total)$/;
const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Put a pasted block into its fields as one step; `notation` once the reader has been told it. */
export async function paste(tools, input, text, notation = null) {
  const { form, words, unit, scale, shown, step, undo } = tools;
  const { readBlock, toDong } = await import(form.dataset.numbers);
  const block = text.replace(/[\r\n]+$/, "").split(/\r\n|\r|\n/).map((line) => line.split("\t").map((cell) => cell.replace(/^"(.*)"$/s, "$1")));
  const dongOf = (cell, size, known) => {
    const [figure] = readBlock([[cell]], size, known).cells[0];
    try {
      return typeof figure === "string" ? toDong(figure, size) : figure?.code;
    } catch (error) {
      return error.code;
    }
  };
  const { aims, out, sums } = aim(tools, block, input);
  const proved = notation ?? readBlock(aims.map(([, cell]) => [cell]), unit).notation;
  const texts = [];
  let [asked, total] = [false, 0n];
  for (const [field, cell] of aims) {
    const dong = dongOf(cell, scale(field), proved);
    if (typeof dong === "bigint") {
      texts.push([field, shown(dong, scale(field))]);
      if (field.matches(".money")) total += dong;
    } else out.push(cell);
    asked ||= dong === "ask";
  }
  for (const [name, cell] of sums) {
    const stated = dongOf(cell, unit, proved);
    if (typeof stated === "bigint" && stated !== total) out.push(`${name} ${cell} ≠ ${shown(total, unit)}`);
  }
  step(texts, { pasted: true });
  const again = ["vi", "en"].map((one) => [words[`as${one}`], () => paste(tools, input, text, one)]);
  tell(
    [fill(words.pasted, { count: texts.length }), words[proved], out.length && fill(words.skipped, { list: out.slice(0, 8).join("; ") })],
    asked ? again : [[words.undo, () => undo()]],
  );
}

/** Where the cells go: by the code or name of the service where the block has them, else as they lie from the field on. */
function aim(tools, block, input) {
  const { rows, pair } = tools;
  const known = new Map(rows.flatMap((row) => [row.dataset.row, row.querySelector("th span").textContent].map((name) => [plain(name), row])));
  const keys = block.map((cells) => cells.findLastIndex((cell) => known.has(plain(cell))));
  if (keys.every((key) => key < 0) || block[0].length < 2) return aimAt(tools, block, input);
  const heads = block.map((cells) => cells.map(plain)).find((cells) => cells.some((cell) => HEAD[1].test(cell) || HEAD[0].test(cell))) ?? [];
  const first = Math.max(...keys) + 1;
  const columns = heads.length ? HEAD.map((head) => heads.findIndex((cell) => head.test(cell))) : [first, first + 1];
  const [aims, out, sums] = [[], [], []];
  block.forEach((cells, at) => {
    const name = cells.find((cell) => cell.trim()) ?? "";
    const row = keys[at] >= 0 && known.get(plain(cells[keys[at]]));
    if (row) pair(row).forEach((field, column) => cells[columns[column]]?.trim() && aims.push([field, cells[columns[column]]]));
    else if (TOTAL.test(plain(name))) sums.push([name, cells[columns[0]] ?? ""]);
    else if (name && !heads.includes(plain(name)) && !isGroup(tools, name)) out.push(name);
  });
  return { aims, out, sums };
}

const isGroup = ({ form }, name) => [...form.querySelectorAll(".group th")].some((head) => plain(head.textContent) === plain(name));

function aimAt({ rows, pair, column }, block, input) {
  const [top, left] = [rows.indexOf(input.closest("tr")), column(input)];
  const [aims, out] = [[], []];
  block.forEach((cells, down) => cells.forEach((text, right) => {
    const field = rows[top + down] && pair(rows[top + down])[left + right];
    if (text.trim()) field ? aims.push([field, text]) : out.push(text);
  }));
  return { aims, out, sums: [] };
}

/** Copy the sheet with its codes and heads, as a spreadsheet takes it. */
export async function copy({ form, words, rows }) {
  const text = (cell) => (cell.querySelector(".money, .volume")?.value ?? cell.innerText).trim().replace(/\s+/g, " ");
  const heads = [...form.querySelectorAll("thead th")].slice(0, -1).map(text);
  const lines = rows.map((row) => [row.dataset.row, row.querySelector("th span").textContent, ...[...row.cells].slice(1, -1).map(text)]);
  await navigator.clipboard.writeText([["", ...heads], ...lines].map((line) => line.join("\t")).join("\n"));
  tell([fill(words.copied, { count: rows.length })]);
}

function tell(sentences, buttons = []) {
  document.querySelector("#told")?.remove();
  const bar = Object.assign(document.createElement("div"), { id: "told", className: "bar says-bar" });
  bar.setAttribute("role", "status");
  bar.append(sentences.filter(Boolean).join(" "));
  for (const [text, act] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: text });
    button.addEventListener("click", () => {
      bar.remove();
      act();
    });
    bar.append(button);
  }
  document.querySelector("#state").before(bar);
}
