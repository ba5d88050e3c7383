"""The lines and services as reports print them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from planning.models import Service
from planning.models.revenue import ALL


@dataclass(frozen=True)
class Sold:
    """A service: its code, name, line and the unit of its volume."""

    code: str
    name: str
    line: str
    volume_unit: str


@dataclass(frozen=True)
class Catalogue:
    """Lines and services in the order of tables. A node is a service's code, a line's code or "ALL"."""

    lines: Mapping[str, str]
    services: Mapping[str, Sold]

    @cached_property
    def _of_line(self) -> Mapping[str, tuple[str, ...]]:
        return {line: tuple(s.code for s in self.services.values() if s.line == line) for line in self.lines}

    def parts(self, node: str) -> tuple[str, ...]:
        """Return the nodes right under a node: the lines of ALL, the services of a line."""
        return tuple(self.lines) if node == ALL else self._of_line.get(node, ())

    def below(self, node: str) -> tuple[str, ...]:
        """Return every node under a node."""
        return tuple(each for part in self.parts(node) for each in (part, *self.below(part)))

    def services_of(self, node: str) -> tuple[str, ...]:
        """Return the services that a node adds up."""
        if node in self.services:
            return (node,)
        return tuple(self.services) if node == ALL else self._of_line.get(node, ())

    def name(self, node: str) -> str:
        """Return the name of a line or a service; "" for everything together."""
        return self.services[node].name if node in self.services else self.lines.get(node, "")


def catalogue() -> Catalogue:
    """Read every line that has services, and every service."""
    rows = list(
        Service.objects.in_order().values_list("code", "name", "line__code", "volume_unit", "line__name")
    )
    return Catalogue(
        lines={row[2]: row[4] for row in rows}, services={row[0]: Sold(*row[:4]) for row in rows}
    )
