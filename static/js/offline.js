// What the server would say of a figure, said here while it does not answer: planning/checks.py for the browser,
// tested against it. Words and constants come in rules.json.

const fill = (text, values, written = String) => text.replace(/{(\w+)}/g, (_, key) => written(values[key]));
const html = (text) => new Option(text).innerHTML.replace(/"/g, "&quot;");

/** A judge of a service's two texts: returns "error" or "warning", and what is to be said of each, if anything is. */
export function judgeBy({ rows, sentences, jump, slips, small }, { read, write }, unit) {
  const dong = (value) => write({ shift: 0, decimals: 0 }, BigInt(value));
  const say = (code, figures) => fill(sentences[code], figures, dong);

  // A figure off by a power of ten against last month.
  function leap(value, usual, min) {
    if (!(value > 0 && usual > 0) || (value < jump * usual && usual < jump * value)) return "";
    if (value < min && usual < min) return "";
    const suggestion = slips
      .flatMap((times) => [value * times, value / times])
      .find((guess) => guess % 1 === 0 && usual <= 2 * guess && guess <= 2 * usual);
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

/** Learn the rules; returns what marks a row's fields as the server would, and gives what it would say under it. */
export async function judge(form, numbers, unit) {
  const rules = await (await fetch(form.dataset.rules)).json();
  const judged = judgeBy(rules, numbers, unit);
  return (row, inputs) => {
    const note = row.querySelector(".note").innerHTML.trim();
    const [kind, said] = judged(row.dataset.row, inputs.map((input) => input.value));
    if (kind === "warning" && note && !note.includes("confirm-row")) said.fill(""); // explained
    inputs.forEach((input, measure) => {
      input.classList.remove("error", "warning");
      if (said[measure]) input.classList.add(kind);
      input.setAttribute("aria-invalid", input.matches(".error"));
    });
    const text = html(said.join(" ").trim());
    return text && fill(rules.says[kind], { code: html(row.dataset.row), number: row.id.slice(1), text });
  };
}
