"""Which rows a report has, from its declaration, the unit and the filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from planning.models.revenue import ALL, Measure
from postoffice.months import Month
from reports.forms import POINTS
from reports.ledger import Catalogue, Place, Subject, Tree, Wanted
from reports.report import OWN, TOTAL, Definition, Text

NODES = "nodes"


@dataclass(frozen=True)
class Line:
    """A row to be filled: whose figures, of which node, under which name; `link` leads one step down."""

    key: str
    label: Text
    level: int
    subject: Subject
    node: str
    link: Mapping[str, str] = field(default_factory=dict)


def lines(
    definition: Definition,
    tree: Tree,
    catalogue: Catalogue,
    month: Month,
    chosen: Mapping[str, str],
    words: Mapping,
) -> list[Line]:
    """Return the rows of a report, the total first. `words` name the total and a unit's own figures."""
    node = chosen["service"] or chosen["line"] or ALL
    subject = Subject(tree.root.id)
    total = Line(TOTAL, words["total"], 0, subject, node)
    if definition.rows == NODES:
        return [total, *_of_nodes(catalogue, subject, node)]
    return [total, *_of_units(tree, month, node, words, chosen["grain"] == POINTS)]


def _of_nodes(catalogue: Catalogue, subject: Subject, node: str) -> Iterator[Line]:
    for line, name in catalogue.lines.items():
        services = [s for s in catalogue.services_of(line) if node in (ALL, line, s)]
        if not services:
            continue
        if node not in catalogue.services:
            yield Line(line, name, 1, subject, line, {"report": "units", "line": line})
        for code in services:
            link = {"report": "units", "service": code}
            yield Line(code, catalogue.services[code].name, 2, subject, code, link)


def _of_units(tree: Tree, month: Month, node: str, words: Mapping, points: bool) -> Iterator[Line]:
    root = tree.root
    children = [child for child in tree.children(root.id) if _was_there(child, month)]
    if not children or tree.is_point(root):
        yield _own(tree, root, node, words, 1)
    for child in children:
        below = [p for p in tree.points(Subject(child.id)) if p.id != child.id and _was_there(p, month)]
        down = {"unit": child.code} if below else {"report": "performance", "unit": child.code}
        yield Line(child.code, child.name, 1, Subject(child.id), node, down)
        if points and below:
            if tree.is_point(child):
                yield _own(tree, child, node, words, 2)
            for point in below:
                if tree.children(point.id):
                    yield _own(tree, point, node, words, 2)
                else:
                    link = {"report": "performance", "unit": point.code}
                    yield Line(point.code, point.name, 2, Subject(point.id), node, link)


def _own(tree: Tree, place: Place, node: str, words: Mapping, level: int) -> Line:
    own = bool(tree.children(place.id))
    label = words["own"] % {"unit": place.name}
    return Line(place.code + OWN, label, level, Subject(place.id, own), node)


def _was_there(place: Place, month: Month) -> bool:
    """Say whether the unit existed at any time from the start of the year before to the month."""
    begun = place.valid_from is None or place.valid_from <= month.last
    return begun and (place.valid_to is None or place.valid_to >= Month(month.year - 1, 1).first)


def wanted(rows: list[Line], measure: str, catalogue: Catalogue) -> list[Wanted]:
    """Return what the ledger is to read for these rows, in groups of equal nodes."""
    nodes: dict[Subject, list[str]] = {}
    for row in rows:
        nodes.setdefault(row.subject, []).append(row.node)
    groups: dict[tuple[str, ...], list[Subject]] = {}
    for subject, asked in nodes.items():
        kept = [n for n in dict.fromkeys(asked) if measure != Measure.VOLUME or n in catalogue.services]
        groups.setdefault(tuple(kept), []).append(subject)
    return [Wanted(tuple(subjects), kept, (measure,)) for kept, subjects in groups.items()]
