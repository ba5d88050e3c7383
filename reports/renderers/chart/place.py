"""One's own place among peers: every peer a dot on one line, one's own large and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.renderers.chart.scale import NOTHING, Mark, pct


@dataclass(frozen=True)
class Peer:
    """A unit of the compared group and its figure; `own` marks the reader's."""

    label: str
    mark: Mark
    own: bool = False


@dataclass(frozen=True)
class Dot:
    """A peer on the line."""

    peer: Peer
    x: str


@dataclass(frozen=True)
class Place:
    """A finished dot strip. `missing` are the peers without a figure, which are named and not drawn."""

    dots: tuple[Dot, ...]
    own: Dot | None
    own_anchor: str
    target: Mark
    target_x: str
    target_y: str
    lowest: str
    highest: str
    missing: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Say whether no peer has a figure."""
        return not self.dots and self.own is None


def place(peers: Sequence[Peer], target: Mark = NOTHING) -> Place:
    """Return the strip from the lowest to the highest peer, with the target as a tick where there is one.

    Here the axis does not begin at zero: dots compare places, not sizes.
    """
    present = sorted(
        (peer for peer in peers if peer.mark.value is not None), key=lambda peer: peer.mark.value
    )
    values = [float(peer.mark.value) for peer in present]
    reach = [*values, *([] if target.value is None else [float(target.value)])]
    low, span = (min(reach), (max(reach) - min(reach)) or 1.0) if reach else (0.0, 1.0)
    spots = [(peer, 4 + 92 * (float(peer.mark.value) - low) / span) for peer in present]
    own = next(((peer, at) for peer, at in spots if peer.own), None)
    tick = None if target.value is None or not present else 4 + 92 * (float(target.value) - low) / span
    return Place(
        dots=tuple(Dot(peer, pct(at)) for peer, at in spots if not peer.own),
        own=Dot(own[0], pct(own[1])) if own else None,
        own_anchor="" if own is None else _anchor(own[1]),
        target=target,
        target_x="" if tick is None else pct(tick),
        target_y="48" if tick is not None and 36 <= tick <= 64 else "64",
        lowest=present[0].mark.text if present else "",
        highest=present[-1].mark.text if present else "",
        missing=tuple(peer.label for peer in peers if peer.mark.value is None),
    )


def _anchor(at: float) -> str:
    """Return the side of a point on which its label stays inside the strip."""
    return "start" if at < 25 else "end" if at > 75 else "middle"
