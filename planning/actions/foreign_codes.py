"""What the codes of other systems mean here: kept by who plans for the whole office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planning.actions.rights import require_everywhere
from planning.actions.writing import writing
from planning.models import ForeignCode, Service, Unit, User
from planning.models.history import Channel
from postoffice.access import Permission


@dataclass(frozen=True, slots=True)
class Meaning:
    """One foreign code and what it means; neither unit nor service: its lines are left out."""

    kind: str
    code: str
    unit: Unit | None = None
    service: Service | None = None

    @property
    def fields(self) -> dict[str, object]:
        """What the row says."""
        ignored = self.unit is None and self.service is None
        return {"unit": self.unit, "service": self.service, "ignored": ignored}


def keep_codes(*, source: str, meanings: Sequence[Meaning], by: User, at: datetime) -> int:
    """Keep what codes of `source` mean, and return how many meanings are new or changed."""
    require_everywhere(by=by, permission=Permission.IMPORT, at=at)
    with writing(by=by, at=at, channel=Channel.PAGE):
        rows = ForeignCode.objects.filter(source=source).select_for_update().order_by("pk")
        kept = {(row.kind, row.code): row for row in rows}
        fresh = 0
        for meaning in meanings:
            row = kept.get((meaning.kind, meaning.code)) or ForeignCode(
                source=source, kind=meaning.kind, code=meaning.code
            )
            said = {name: getattr(row, name) for name in meaning.fields} if row.pk else None
            if said != meaning.fields:
                for name, value in (meaning.fields | {"by": by, "at": at}).items():
                    setattr(row, name, value)
                row.save()
                fresh += 1
        return fresh


def forget_code(*, code: ForeignCode, by: User, at: datetime) -> None:
    """Remove a meaning; the code is unknown again when it comes next."""
    require_everywhere(by=by, permission=Permission.IMPORT, at=at)
    with writing(by=by, at=at, channel=Channel.PAGE):
        code.delete()
