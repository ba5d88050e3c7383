"""It is so that the browser reads and writes numbers exactly as the server does."""

import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest

from postoffice.staticfiles import packed

ROOT = Path(__file__).resolve().parents[2]
VECTORS = json.loads((ROOT / "tests" / "data" / "number_vectors.json").read_text(encoding="utf-8"))

RUN = """async (vectors) => {
  const numbers = await import("/static/js/numbers.js");
  const { readBlock } = await import("/static/js/blocks.js");
  const formats = {
    DONG: { shift: 0, decimals: 0 },
    THOUSAND: { shift: -3, decimals: 0 },
    MILLION: { shift: -6, decimals: 0 },
    PERCENT: numbers.PERCENT,
  };
  const attempt = (work) => {
    try {
      return { value: work() };
    } catch (error) {
      if (!(error instanceof numbers.NumberError)) throw error;
      return error.code === "ask" ? { ask: error.readings } : { error: error.code };
    }
  };
  const word = (cell) => (cell instanceof numbers.NumberError ? cell.code : cell);
  return {
    read: [...vectors.cases, ...vectors.more].map((c) =>
      attempt(() => numbers.parse(c.text, c.unit, c.notation))),
    blocks: vectors.blocks.map((b) => {
      const block = readBlock(numbers, b.rows, b.unit);
      return { ...block, cells: block.cells.map((row) => row.map(word)) };
    }),
    money: vectors.money.map((m) => attempt(() => numbers.toDong(m.value, m.unit).toString())),
    written: vectors.written.filter((w) => formats[w.format]).map((w) =>
      numbers.write(formats[w.format], BigInt(w.value), BigInt(w.base))),
  };
}"""


@pytest.fixture
def outcome(browser_page):
    browser_page.goto("/sign-in/")
    return browser_page.evaluate(RUN, VECTORS)


def exact(text):
    """Return a decimal string as its value, anything else as it is."""
    return Decimal(text) if isinstance(text, str) and text.lstrip("-")[:1].isdigit() else text


def test_the_browser_holds_the_shared_vectors(outcome):
    cases = VECTORS["cases"] + VECTORS["more"]
    wrong = []
    for case, made in zip(cases, outcome["read"], strict=True):
        wanted = {key: case[key] for key in ("value", "ask", "error") if key in case}
        if {k: exact(v) for k, v in made.items()} != {k: exact(v) for k, v in wanted.items()}:
            wrong.append((case, made))
    assert wrong == []

    for block, made in zip(VECTORS["blocks"], outcome["blocks"], strict=True):
        assert (made["notation"], made["mixed"]) == (block["notation"], block["mixed"]), block["name"]
        assert [list(map(exact, row)) for row in made["cells"]] == [
            list(map(exact, row)) for row in block["cells"]
        ]

    for money, made in zip(VECTORS["money"], outcome["money"], strict=True):
        assert made == ({"value": money["dong"]} if "dong" in money else {"error": money["error"]})

    # No growth is written in the browser, and nothing in the English notation.
    written = [case for case in VECTORS["written"] if case["format"] != "GROWTH"]
    assert outcome["written"] == [case["vi"] for case in written]


def test_the_module_is_small_enough_for_a_slow_line():
    module = packed((ROOT / "static" / "js" / "numbers.js").read_text())

    assert len(gzip.compress(module.encode(), 9)) <= 3 * 1024
