"""What a reader typed into the report form, and what keeps it from being sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.core.validators import validate_email
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apercu.sources.richtext import without_controls

LONGEST = 4000  # characters
LONGEST_EMAIL = 254  # RFC 5321 §4.5.3.1.3, the angle brackets left out
TEXT, EMAIL, TRAP = "wrong", "email", "leave-empty"  # the names of the fields, and their ids on the page


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The fields as they were typed, line ends and control characters put right."""

    text: str = ""
    email: str = ""
    trap: str = ""  # a field no person sees; programs that fill in everything fill it too


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong with a field, in a sentence for the one who typed it."""

    field: str
    sentence: str


class NoFiles(FileUploadHandler):
    """Passes over files that come with the form: it has no field for one, and anybody may send it."""

    def new_file(self, *_args: Any, **_kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, _raw_data: bytes, _start: int) -> None:
        return None

    def file_complete(self, _file_size: int) -> None:
        return None


def read(fields: Mapping[str, str]) -> Sent:
    """The form's fields; whatever is missing is empty."""
    text, email, trap = (fields.get(name, "") for name in (TEXT, EMAIL, TRAP))
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return Sent(
        text=without_controls(lines).strip(),
        email=without_controls(email).strip(),
        trap=trap.strip(),
    )


def problems(sent: Sent) -> tuple[Problem, ...]:
    """What must be put right before this can be sent, in the order of the form."""
    found = {TEXT: _wrong_with_text(sent.text), EMAIL: _wrong_with_email(sent.email)}
    if sent.trap:  # said, not swallowed: a browser that fills in forms may have done it for a person
        found[TRAP] = _(
            "A field that is to stay empty was filled in. It is empty again: please send once more."
        )
    return tuple(Problem(field=name, sentence=sentence) for name, sentence in found.items() if sentence)


def _wrong_with_text(text: str) -> str:
    if not text:
        return _("Write what is wrong in this summary.")
    if len(text) > LONGEST:
        return _("Shorten the text: it has %(length)s characters, and %(longest)s can be sent.") % {
            "length": number_format(len(text), force_grouping=True),
            "longest": number_format(LONGEST, force_grouping=True),
        }
    return ""


def _wrong_with_email(email: str) -> str:
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        is_valid = False
    else:
        is_valid = len(email) <= LONGEST_EMAIL
    if is_valid:
        return ""
    return _("Write the e-mail address in full, like name@example.org, or leave it empty.")
