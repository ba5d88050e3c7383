// postoffice/numbers for the browser, on the same test vectors. A value is an exact string ("1234567.5"), money a BigInt.

const LARGEST = 999_999_999_999_999n;
const LONGEST = 200;
const MINUS = "−–-";
const BODY = {
  vi: /^([0-9]+|[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+))(?:,([0-9]+))?$/,
  en: /^([0-9]+|[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+))(?:\.([0-9]+))?$/,
};
const LONE_COMMA = /^[1-9][0-9]{0,2},[0-9]{3}$/;
const SUFFIX = /^(k|nghin|ngan|trieu|tr|ty|ti)? ?(?:vnd|dong|d|₫)?$/;
const POWER = { k: 3, nghin: 3, ngan: 3, trieu: 6, tr: 6, ty: 9, ti: 9 };
const TERM = /^([0-9][0-9., ]*)([^0-9]*)$/;

/** `code` and `readings` as in the Python NumberError. */
export class NumberError extends Error {
  constructor(code, text, readings = []) {
    super(`${code}: ${text}`);
    Object.assign(this, { code, text, readings });
  }
}

const trim = (text) => text.replace(/^ +| +$/g, "");

export function fold(text) {
  const shown = text.replace(/[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "");
  if (/(?![0-9０-９])\p{N}/u.test(shown)) return shown;
  return trim(shown.normalize("NFKC").replace(/[ \t\r\n\f\v\u1680\u2028\u2029]+/g, " "));
}

function term(written, sign, text) {
  const percent = written.endsWith("%");
  const found = TERM.exec(trim(percent ? written.slice(0, -1) : written));
  const word = found && trim(found[2]).toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  const suffix = found && SUFFIX.exec(word);
  if (!suffix || (percent && word)) throw new NumberError("not a number", text);
  if (percent) throw new NumberError("a percentage", text);
  return { sign, body: trim(found[1]), power: suffix[1] ? POWER[suffix[1]] : word ? 0 : null };
}

export function termsOf(text) {
  if (text === "") return null;
  if (/^[-−–—]$/.test(text)) return [];
  if (text.length > LONGEST) throw new NumberError("not a number", text);
  if (text[0] === "=") return sumOf(text);
  if (text[0] === "(" && text.endsWith(")")) return [term(trim(text.slice(1, -1)), -1n, text)];
  const minus = MINUS.includes(text[0]);
  return [term(minus || text[0] === "+" ? trim(text.slice(1)) : text, minus ? -1n : 1n, text)];
}

function sumOf(text) {
  const next = / ?([+−–-]?) ?([^+−–-]+)/y;
  const terms = [];
  next.lastIndex = 1;
  while (next.lastIndex < text.length) {
    const found = next.exec(text);
    if (!found || (terms.length && !found[1])) throw new NumberError("not a number", text);
    terms.push(term(trim(found[2]), found[1] && MINUS.includes(found[1]) ? -1n : 1n, text));
  }
  if (!terms.length) throw new NumberError("not a number", text);
  return terms;
}

export function proofOf({ body }) {
  const [vi, en] = [BODY.vi.test(body), BODY.en.test(body)];
  return vi === en ? null : vi ? "vi" : "en";
}

function fault(body, notation) {
  if (!/^[0-9](?:[0-9., ]*[0-9])?$/.test(body)) return "not a number";
  const [other, group, point] = notation === "vi" ? ["en", ".", ","] : ["vi", ",", "."];
  const swapped = body.includes(group) && body.includes(point) && body.indexOf(point) < body.lastIndexOf(group);
  return swapped || (body.split(point).length > 2 && BODY[other].test(body)) ? "mixed notation" : "grouping";
}

// A decimal is [digits, places]: digits / 10^places.
function plain([digits, places]) {
  const size = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  const cut = size.length - places;
  return (digits < 0n ? "-" : "") + size.slice(0, cut) + (places ? "." + size.slice(cut) : "");
}

const short = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
export const zeros = (unit) => String(unit).length - 1;

function valueOf(terms, unit, notation, text) {
  let [sum, places] = [0n, 0];
  for (const { sign, body, power } of terms) {
    const found = BODY[notation].exec(body);
    if (!found) throw new NumberError(fault(body, notation), text);
    const part = found[2] || "";
    let digits = sign * BigInt(found[1].replace(/[., ]/g, "") + part) * 10n ** BigInt(power ?? zeros(unit));
    if (part.length < places) digits *= 10n ** BigInt(places - part.length);
    else [sum, places] = [sum * 10n ** BigInt(part.length - places), part.length];
    sum += digits;
  }
  const largest = LARGEST * 10n ** BigInt(places);
  if (sum > largest || sum < -largest) throw new NumberError("out of range", text);
  return [sum, places + zeros(unit)];
}

export function resolve(terms, text, unit, notation) {
  const lone = terms.some((t) => LONE_COMMA.test(t.body) && (t.power ?? zeros(unit)) === 0);
  if (!notation && lone && !terms.some(proofOf)) {
    const readings = ["vi", "en"].map((n) => plain(valueOf(terms, unit, n, text)));
    throw new NumberError("ask", text, readings);
  }
  return short(plain(valueOf(terms, unit, notation || "vi", text)));
}

/** What was typed, in the page's unit (1, 1000 or 1000000 đồng); null for blank. */
export function parse(text, unit = 1, notation = null) {
  const folded = fold(text);
  const terms = termsOf(folded);
  return terms && resolve(terms, folded, unit, notation);
}

/** Whole đồng of a value; a NumberError where a part of one is left. */
export function toDong(value, unit = 1) {
  const [whole, part = ""] = value.split(".");
  const digits = BigInt(whole + part) * BigInt(unit);
  const scale = 10n ** BigInt(part.length);
  if (digits % scale) throw new NumberError("fraction", value.replace(".", ","));
  const dong = digits / scale;
  if (dong > LARGEST || dong < -LARGEST) throw new NumberError("out of range", value.replace(".", ","));
  return dong;
}

/** What was typed as whole đồng or pieces, null for blank; the NumberError of what is neither. */
export function read(text, unit) {
  try {
    const value = parse(text, unit);
    return value && toDong(value, unit);
  } catch (error) {
    if (!error.code) throw error;
    return Object.assign(error, { text });
  }
}

export const PERCENT = { shift: 2, decimals: 1, mark: "%" };

/** Write value/base (BigInts), half away from zero, in the Vietnamese notation; what rounds to zero has no sign. */
export function write({ shift, decimals, mark = "" }, value, base = 1n) {
  const power = shift + decimals;
  const top = (value < 0n ? -value : value) * 10n ** BigInt(Math.max(power, 0));
  const bottom = base * 10n ** BigInt(Math.max(-power, 0));
  const steps = (2n * top + bottom) / (2n * bottom);
  const [whole, part] = plain([steps, decimals]).split(".");
  const sign = !steps ? "" : value < 0n ? "−" : "";
  return sign + whole.replace(/\B(?=(?:[0-9]{3})+$)/g, ".") + (part ? "," + part : "") + mark;
}
