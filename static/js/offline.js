// What the server would say of a figure, said here while it does not answer: planning/checks.py for the browser,
// tested against it. Words and constants come in rules.json.

const fill = (text, values, written = String) => text.replace(/{(\w+)}/g, (_, key) => written(values[key]));
const html = (text) => new Option(text).innerHTML.replace(/"/g, "&quot;");

/** A judge of a service's two texts: returns "error" or "warning", and what is to be said of each, if anything is. */
export function judgeBy({ rows, sentences, jump, slips, small }, { read, write }, unit) {
  const dong = (value) => write({ shift: 0, decimals: 0 }, BigInt(value));
  const say = (code, figures) => fill(sentences[code], figures, dong);

  // A figure off by a power of ten against last month.
  function leap(value, usual, least) {
    if (!(value > 0 && usual > 0) || (value < jump * usual && usual < jump * value)) return "";
    if (value < least && usual < least) return "";
    const guesses = slips.flatMap((times) => [value * times, value / times]);
    const suggestion = guesses.find((guess) => guess % 1 === 0 && usual <= 2 * guess && guess <= 2 * usual);
    return say(suggestion ? "unit_slip" : value > usual ? "jump_up" : "jump_down", { value, usual, suggestion });
  }

  function earned(revenue, volume, usual, always) {
    if (revenue < 0) return say("negative");
    if (revenue) return leap(revenue, usual, 0);
    if (volume) return say("volume_without_revenue", { volume });
    return always ? say("nothing_now", { usual }) : "";
  }

  function odd(revenue, volume, [usual, usualVolume, always, low, target]) {
    const said = [earned(revenue, volume, usual, always), leap(volume, usualVolume, small)];
    // What explains a slip explains the shortfall, too.
    if (!said.join("") && revenue < low) said[0] = say("below_target", { missing: target - revenue, target });
    return said;
  }

  return (code, texts) => {
    const values = texts.map((text, measure) => read(text, measure ? 1 : unit));
    const errors = values.map((value, measure) =>
      value?.code ? fill(sentences[value.code + measure] ?? sentences[value.code], value) : "");
    const [revenue, volume] = values.map((value) => (value === null ? null : Number(value)));
    if (volume < 0) errors[1] = say("negative_volume");
    if (errors.join("") || revenue === null) return ["error", errors];
    return ["warning", odd(revenue, volume, rows[code] ?? [])];
  };
}

/** A row as the server would answer it. */
export function judged(row, inputs, rules, numbers, unit) {
  const note = row.querySelector(".note").innerHTML;
  const [kind, said] = judgeBy(rules, numbers, unit)(row.dataset.row, inputs.map((input) => input.value));
  if (kind === "warning" && note.trim() && !note.includes("confirm-row")) said.fill(""); // explained
  const text = html(said.filter(Boolean).join(" "));
  const fields = inputs.map(({ name }, measure) => [name, { mark: said[measure] && kind, held: true }]);
  const says = text && fill(rules.says[kind], { code: html(row.dataset.row), number: row.id.slice(1), text });
  return { fields: Object.fromEntries(fields), says, note, told: !!text };
}
