"""What becomes of lent postings when they are taken back, or when the one they stem from ends."""

from datetime import date, timedelta

from planning.models import Posting


def end_with(posting: Posting, last: date) -> Posting:
    """Let a held posting end with the day `last` where it lasts longer; one yet to begin never does."""
    if last < posting.starts_on:
        posting.delete()
    elif posting.ends_on is None or posting.ends_on > last:
        posting.ends_on = last
        posting.save()
    return posting


def end_lent(*, holder: int, last: date, of: Posting | None = None) -> None:
    """End what a person lent, of one posting or of all, with the last day of his own; hold him before."""
    lent = Posting.objects.filter(stands_in_for=holder) if of is None else Posting.objects.lent_of(of)
    lent = lent.not_over(last + timedelta(days=1))
    for posting in lent.select_for_update().order_by("pk"):
        end_with(posting, last)
