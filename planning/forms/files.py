"""The upload of a file whose numbers somebody wrote: what every such form asks, and how it is read."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.importing import limits
from planning.importing.reading import FileRefused
from planning.importing.uploads import read_upload
from planning.models.office import EntryUnit

NOTATIONS = [
    ("", _("as the file shows")),
    ("vi", _("1.234.567,5 (Vietnamese)")),
    ("en", _("1,234,567.5 (English)")),
]


class FileForm(forms.Form):
    """A file, the notation of its text numbers and its unit of money. Valid means readable.

    `content` holds the bytes. A form says in `take` how they are read; what `take` raises of `refusals`
    is an error of the field. `FILE_HELP` (with the limit in MB) and `UNIT_HELP` explain its fields.
    """

    FILE_HELP: Promise | str = ""
    UNIT_HELP: Promise | str = ""
    refusals: tuple[type[Exception], ...] = (FileRefused,)

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={"empty": _("This file is empty. Choose the one that holds the figures.")},
    )
    notation = forms.ChoiceField(
        label=_("Numbers that stand as text are written"), choices=NOTATIONS, required=False
    )
    unit = forms.TypedChoiceField(
        label=pgettext_lazy("upload", "Amounts are in"), choices=EntryUnit.choices, coerce=int, empty_value=1,
        required=False,
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = self.FILE_HELP % {"limit": limits.PAGE.size >> 20}
        self.fields["unit"].help_text = self.UNIT_HELP
        self.content = b""

    def clean(self) -> dict[str, object]:
        """Read the file; one that cannot be read at all is an error of the field."""
        cleaned = super().clean()
        if not self.errors:
            try:
                self.content = read_upload(cleaned["file"], limits.PAGE)
                self.take(self.content)
            except self.refusals as refused:
                self.add_error("file", str(refused))
        return cleaned

    def take(self, content: bytes) -> None:
        """Read the content and keep what it says."""
        raise NotImplementedError
