// Blocks of cells: pasted anywhere with a report of what was done and how it was read, copied as tab-separated text.
// Loaded by entry.js on first use; `tools` are its functions.

const HEADS = [/^(dt|dtps|doanh thu|revenue|(tien |tong )?cuoc|so tien|thanh tien|thuc hien|amount)\b/, /^(san luong|sl|so luong|volume|quantity)\b/];
const OTHER_HEAD = /tinh luong|ke hoach|\bkh\b|cung ky|thang truoc|nam truoc|luy ke|ty le|last|target|payroll/;
const TOTAL = /^(?:tong cong|tong so|tong|cong|grand total|total)(?: doanh thu)?\b ?/;
const NUMBERING = /^\s*(?:[-–+*•]|(?:[ivxlc]+|[a-z]|\d+(?:\.\d+)*)\s*[.):/–-])\s*/i;
const MONEY = [[/\b(trieu|trd|tr d|million)\b/, 1_000_000], [/\b(nghin|ngan|ngd|thousand|1 ?000 ?d(ong)?)\b/, 1_000], [/\b(dong|vnd|d)\b/, 1]];
const [SHOWN, LONGEST] = [8, 60];

const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** A name as it is compared: without accents, case, marks and spaces that cannot be seen. */
function plain(text) {
  const bare = text.normalize("NFKD").replace(/[\u0300-\u036f\u200b-\u200f\u2060\ufeff]/g, "");
  return bare.toLowerCase().replace(/[đðɖ]/g, "d").replace(/[^a-z0-9]+/g, " ").trim();
}

/** The lines of a clipboard; a spreadsheet quotes cells that hold line breaks or quotes. */
function linesOf(text) {
  const lines = [[]];
  for (const [, quoted, bare, end] of text.replace(/[\r\n]+$/, "").matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/g)) {
    lines.at(-1).push((quoted?.replace(/""/g, '"') ?? bare).replace(/\s+/g, " "));
    if (!end) break;
    if (end !== "\t") lines.push([]);
  }
  return lines;
}

/** A block in the notation its numbers prove; `cells` are strings, nulls and NumberErrors. */
export function readBlock({ fold, termsOf, proofOf, resolve, NumberError }, rows, unit = 1, notation = null) {
  const attempt = (work) => {
    try {
      return work();
    } catch (error) {
      if (error instanceof NumberError) return error;
      throw error;
    }
  };
  const read = rows.map((row) => row.map((text) => [fold(text), attempt(() => termsOf(fold(text)))]));
  const terms = read.flat().flatMap(([, found]) => (Array.isArray(found) ? found : []));
  const proved = new Set(terms.map(proofOf).filter(Boolean));
  const mixed = !notation && proved.size > 1;
  if (!notation && proved.size === 1) [notation] = proved;
  const cell = ([text, found]) => (Array.isArray(found) ? attempt(() => resolve(found, text, unit, notation)) : found);
  return { notation, mixed, cells: read.map((row) => row.map(cell)) };
}

/** Put a pasted block into its fields as one step; `notation` once the reader has been asked. */
export async function paste(tools, input, text, notation = null) {
  const { form, words, unit, column, shown, step } = tools;
  const numbers = await import(form.dataset.numbers);
  // What a cell says: whole đồng or pieces, null for blank, else the code of what is wrong.
  const read = (cell, size, known) => {
    const [figure] = readBlock(numbers, [[cell]], size, known).cells[0];
    try {
      return typeof figure === "string" ? numbers.toDong(figure, size) : figure && figure.code;
    } catch (error) {
      return error.code;
    }
  };
  const isFigure = (cell) => !["not a number", "a percentage", null].includes(read(cell, 1));
  const aimed = aim(tools, linesOf(text), input, isFigure);
  const { aims, sums, money, left, heads } = aimed;
  const size = (field) => (column(field) ? 1 : money ?? unit);
  const proof = readBlock(numbers, aims.map(({ cell }) => [cell]), unit, notation);
  const known = proof.notation;
  const unclear = aims.filter(({ field, cell }) => !notation && (proof.mixed ? /[.,]/.test(cell) : read(cell, size(field), known) === "ask"));
  if (unclear.length) return ask(tools, unclear, (chosen) => paste(tools, input, text, chosen));
  const texts = [];
  const total = {};
  for (const { field, cell, line, name } of aims) {
    const dong = read(cell, size(field), known);
    if (typeof dong === "bigint") {
      texts.push([field, shown(dong, column(field) ? 1 : unit)]);
      if (!column(field)) for (const key of [line, ""]) total[key] = (total[key] ?? 0n) + dong;
    } else if (dong !== null) left.unread.push(`${name}: ${cell}`);
  }
  for (const { name, cell, line } of sums) {
    const [stated, sum] = [read(cell, money ?? unit, known), total[line] ?? 0n];
    if (typeof stated === "bigint" && stated !== sum) left.sums.push(`${name} ${cell} ≠ ${shown(sum, money ?? unit)}`);
  }
  const changes = step(texts, { pasted: true }) ?? [];
  const separated = aims.some(({ cell }) => /\d[.,]\d/.test(cell));
  const told = Object.entries(left).map(([kind, list]) => list.length && fill(words[kind], { count: list.length, list: some(list) }));
  tell(
    [
      fill(words.pasted, { count: texts.length }),
      !changes.length && words.same,
      heads.length && fill(words.columns, { list: some(heads) }),
      separated && words[known ?? "vi"],
      money && money !== unit && fill(words.money, { unit: words[`unit${money}`] }),
      ...told,
    ],
    changes.length ? [[words.undo, () => takeBack(tools, changes)]] : [],
  );
  input.focus();
}

/** The first of a list, each so long that it can be told from the others. */
function some(list) {
  const first = list.slice(0, SHOWN).map((text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text));
  return first.join("; ") + (list.length > SHOWN ? "; …" : "");
}

/** Where two readings are possible nothing is put down before the reader has said which one is meant. */
function ask({ words }, unclear, read) {
  const list = some(unclear.map(({ cell }) => cell));
  const buttons = ["vi", "en"].map((one) => [words[`as${one}`], () => read(one)]);
  tell([fill(words.which, { list })], buttons).querySelector("button").focus();
}

/** Undo a paste, whatever was typed since: a field that was changed again keeps its figure. */
function takeBack({ words, done, step, undo }, changes) {
  const mine = changes.filter(([field, , after]) => field.value === after);
  if (done.at(-1) === changes) undo();
  else step(mine.map(([field, before]) => [field, before]));
  changes[0][0].focus();
  const rest = changes.length - mine.length;
  tell([fill(words.undone, { count: mine.length }), rest && fill(words.typedon, { count: rest })]);
}

/**
 * Where the cells go: by the code or name of the service where the block has them, else as they lie from the field on.
 * `aims` are {field, cell, line, name}, `sums` the totals to check, `money` how many đồng the block counts in where it
 * says so, `heads` the heads of the columns taken, `left` what has no place.
 */
function aim(tools, block, input, isFigure) {
  const { form, column } = tools;
  const sheet = [...form.querySelectorAll("[data-row]")];
  const find = finder(sheet);
  const named = keyColumn(block, find);
  const key = named < 0 ? strangers(block, isFigure) : named;
  const found = block.map((cells) => key >= 0 && (find(cells[key] ?? "") || cells.filter((cell) => /[a-z]/.test(plain(cell))).map(find).find(Boolean)));
  const first = named < 0 ? block.length : found.findIndex(Boolean);
  const at = block.slice(0, first).findLastIndex((cells) => cells.some(isHead));
  const heads = block[at] ?? [];
  const out = { aims: [], sums: [], money: moneyOf(block.slice(0, key < 0 ? at + 1 : first), heads), left: { outside: [], unread: [], unknown: [], closed: [], twice: [], sums: [] } };
  const columns = HEADS.map((head) => headed(heads, head));
  out.heads = columns.map((place) => heads[place]).filter(Boolean);
  if (key < 0) return lie(tools, block.slice(at + 1), heads, columns, input, out);
  if (at < 0) {
    const keyed = named < 0 ? block : block.filter((_, row) => found[row]);
    const last = keyed.reduce((most, cells) => Math.max(most, cells.findLastIndex((cell) => find(cell))), key);
    const figures = [...Array(width(block)).keys()].filter((place) => place > last && keyed.some((cells) => isFigure(cells[place] ?? "")));
    if (figures.length === 1) columns[column(input)] = figures[0];
    else [columns[0], columns[1]] = [figures[0] ?? -1, figures[1] ?? -1];
  }
  place(tools, block, found, at, columns, out);
  return out;
}

const width = (block) => block.reduce((most, cells) => Math.max(most, cells.length), 0);
const isHead = (cell) => HEADS.some((head) => head.test(plain(cell))) && !OTHER_HEAD.test(plain(cell));

/** The column of a kind of figure, −1 where none is; of several, that of the page's month. */
function headed(heads, kind) {
  const [month, year] = document.querySelector("#period").textContent.split("/");
  const places = [...heads.keys()].filter((place) => isHead(heads[place]) && kind.test(plain(heads[place])));
  const ofMonth = (text) => new RegExp(`\\bt?0?${+month}\\b`).test(text) && !/\b20\d\d\b/.test(text.replace(year, ""));
  return places.find((place) => ofMonth(plain(heads[place]))) ?? places[0] ?? -1;
}

/** The row of the sheet that a cell names by code or name; two that look alike are none. */
function finder(sheet) {
  const known = new Map();
  for (const row of sheet) {
    for (const name of [row.dataset.row, row.querySelector("th span").textContent].map(plain)) {
      known.set(name, known.has(name) && known.get(name) !== row ? null : row);
    }
  }
  return (text) => text && (known.get(plain(text)) ?? known.get(plain(text.replace(NUMBERING, ""))));
}

/** The column that names services, −1 where none does: figures that happen to look like codes name nothing. */
function keyColumn(block, find) {
  const hits = [...Array(width(block)).keys()].map((place) => block.filter((cells) => find(cells[place] ?? "")));
  const most = Math.max(...hits.map((lines) => lines.length));
  const key = hits.findIndex((lines) => lines.length === most);
  const names = most && hits[key].some((cells) => /[a-z]/.test(plain(cells[key])));
  return width(block) > 1 && (names || (most > 1 && most * 2 > block.length)) ? key : -1;
}

/** The column of names that are all unknown here, −1 where none is: their figures are nobody's. */
function strangers(block, isFigure) {
  const isName = (cell = "") => /[a-z]/.test(plain(cell)) && !cell.startsWith("#") && !isFigure(cell);
  return [...Array(width(block)).keys()].findIndex((place) => {
    const names = block.filter((cells) => isName(cells[place]));
    return names.length * 2 > block.length && names.some((cells) => cells.slice(place + 1).some(isFigure));
  });
}

/** How many đồng the block counts its money in, where its head or a line above says so. */
function moneyOf(above, heads) {
  const head = heads[headed(heads, HEADS[0])] ?? "";
  const said = [head, ...above.flat().filter((cell) => /\b(dvt|don vi tinh|unit)\b/.test(plain(cell)))].map(plain);
  for (const text of said) for (const [word, size] of MONEY) if (word.test(text)) return size;
  return null;
}

/** A rectangle without names lies from the field on, its columns by their heads where it has them. */
function lie({ form, pair, column }, block, heads, columns, input, out) {
  const sheet = [...form.querySelectorAll("[data-row]")];
  const [top, left] = [sheet.indexOf(input.closest("tr")), column(input)];
  block.forEach((cells, down) => {
    const row = sheet[top + down];
    cells.forEach((cell, right) => {
      if (!cell.trim()) return;
      const field = row && pair(row)[heads.length ? columns.indexOf(right) : left + right];
      if (field) out.aims.push({ field, cell, line: row.dataset.line, name: nameOf(row) });
      else if (row && !pair(row).length) out.left.closed.push(`${nameOf(row)}: ${cell}`);
      else out.left.outside.push(cell);
    });
  });
  return out;
}

const nameOf = (row) => row.querySelector("th span").textContent;

/** Lines that name a service go to its row; totals are kept to be checked; the rest is told. */
function place({ form, pair }, block, found, at, columns, { aims, sums, left }) {
  const groups = new Map([...form.querySelectorAll(".group")].map((row) => [plain(row.cells[0].textContent), row.cells[1].dataset.total]));
  const lines = new Map();
  for (const row of found) lines.set(row, (lines.get(row) ?? 0) + 1);
  block.forEach((cells, number) => {
    const row = found[number];
    const name = cells.find((cell) => /[a-z]/.test(plain(cell)));
    if (!row) {
      const bare = plain((name ?? "").replace(NUMBERING, ""));
      const part = bare.replace(TOTAL, "");
      const line = groups.get(bare) ?? groups.get(part) ?? (part ? undefined : "");
      if (!name || number <= at) return;
      if (line !== undefined) sums.push({ name, cell: cells[columns[0]] ?? "", line });
      else if (columns.some((column) => /\d/.test(cells[column] ?? ""))) left.unknown.push(name);
    } else if (lines.get(row) > 1) {
      if (found.indexOf(row) === number) left.twice.push(nameOf(row));
    } else if (!pair(row).length) left.closed.push(nameOf(row));
    else {
      pair(row).forEach((field, kind) => {
        const cell = cells[columns[kind]] ?? "";
        if (cell.trim()) aims.push({ field, cell, line: row.dataset.line, name: nameOf(row) });
      });
    }
  });
}

/** Copy rows of the sheet with their codes and heads; figures without groups, which every spreadsheet reads alike. */
export async function copy({ form, words, column, unit }, rows) {
  const tidy = (text) => text.trim().replace(/\s+/g, " ").replace(/^−/, "-");
  const text = (cell) => {
    const said = tidy(cell.querySelector(".money, .volume")?.value ?? cell.innerText);
    return /^-?\d[\d.,]*%?$/.test(said) ? said.replaceAll(".", "") : said;
  };
  const heads = [...form.querySelectorAll("thead th")].slice(0, -1).map((cell) => tidy(cell.innerText));
  heads[1] += ` (${words[`unit${unit}`]})`;
  const lines = rows.map((row) => [row.dataset.row, nameOf(row), ...[...row.cells].slice(1, -1).map(text)]);
  await navigator.clipboard.writeText([["", ...heads], ...lines].map((line) => line.join("\t")).join("\n"));
  tell([fill(words.copied, { count: rows.length })]);
}

function tell(sentences, buttons = []) {
  document.querySelector("#told")?.remove();
  const bar = Object.assign(document.createElement("div"), { id: "told", className: "bar says-bar" });
  bar.setAttribute("role", "status");
  document.querySelector("#state").before(bar); // before its words: only what changes is read out
  bar.append(sentences.filter(Boolean).join(" "));
  for (const [text, act] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: text });
    button.addEventListener("click", () => {
      bar.remove();
      act();
    });
    bar.append(button);
  }
  return bar;
}
