"""The codes as sentences: what happened, and where something is to do, what."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apercu.mailing.bringing.codes import Note, Refusal

SENTENCES: Mapping[str, Promise] = {
    Refusal.NOT_A_FILE: _("The file is not there any more."),
    Refusal.EMPTY_FILE: _("The file is empty."),
    Refusal.BINARY_FILE: _("This is no text file. Save the sheet as CSV (UTF-8) first."),
    Refusal.LINE_TOO_LONG: _("A line of the file is too long. Is it the right file?"),
    Refusal.NO_ADDRESS_COLUMN: _(
        "The first line names no column “email”. Give the column with the addresses this heading."
    ),
    Refusal.BROKEN_OFF: _(
        "Something went wrong on the server. What was done is kept; import the file again for the rest."
    ),
    Note.UTF_16: _("The file was UTF-16."),
    Note.WINDOWS_1252: _("The file was not UTF-8; look whether accents are right."),
    Note.UNKNOWN_COLUMN: _("This column is not known here and was left out."),
    Note.NO_ROWS: _("The file has headings and no rows."),
    Note.UNREADABLE_ROW: _("The cells of this row cannot be told apart. Is a quotation mark not closed?"),
    Note.NO_ADDRESS: _("There is no address in this row."),
    Note.NOT_AN_ADDRESS: _("What stands under “email” is no address that mail can be sent to."),
    Note.UNKNOWN_STATE: _(
        "The state is not understood, so nothing was done. Write “active”, “pending”, “left”, “bounced” "
        "or “complained”."
    ),
    Note.DOUBLED: _("The same person stands in another line, which counts."),
    Note.UNKNOWN_TOPIC: _("There is no topic of this name. Add it, or an alias, and import again."),
    Note.UNKNOWN_TYPE: _("There is no research type of this name. Add it, or an alias, and import again."),
    Note.NOTHING_CHOSEN: _("None of what this person chose is here, so nothing would be sent to them."),
    Note.DATE_UNREADABLE: _("This is no date; write it as 2024-05-31 or 2024-05-31 14:00."),
    Note.DATE_TO_COME: _("This date is in the future, so it does not count."),
    Note.UNKNOWN_LANGUAGE: _("The language is neither English nor French; English was taken."),
    Note.UNKNOWN_OFTEN: _("How often is neither “digest” nor “alerts”; each digest was taken."),
    Note.CAP_UNREADABLE: _("The number of alerts a week is none from 1 to 7; it was left out."),
    Note.FILE_SAYS_LEFT: _(
        "The file says that this person left; here they are subscribed. Look which is true now."
    ),
    Note.FILE_SAYS_BLOCKED: _(
        "The file says that mail to this person bounced or was complained about; here they are subscribed."
    ),
    Note.NO_PROOF: _("The row does not say where and when they agreed, so they are asked."),
    Note.UNCONFIRMED_THERE: _("They had not confirmed there either, so they are asked."),
    Note.WAITS: _("They were asked already, and have not confirmed."),
    Note.HAS_LEFT: _("They left here. Only they themselves come back."),
    Note.BOUNCED: _("Mail to this address bounced."),
    Note.COMPLAINED: _("They complained about the mail."),
    Note.ERASED: _("They had themselves deleted here. Only they themselves come back."),
}


def sentence(code: str) -> str:
    """What a code says, in the language being spoken."""
    return str(SENTENCES.get(code, code))


def refusal(problem: str) -> str:
    """What an import that failed says: its code and, after a colon, a detail."""
    code, _colon, detail = problem.partition(": ")
    return f"{sentence(code)} ({detail})" if detail else sentence(code)
