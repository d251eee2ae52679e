"""What the linter can find in a mailing, each with a sentence for the one who mends it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, Promise] = {
    "sender-missing": _("Nobody is named as the sender: fill in Settings › Mail."),
    "postal-address-missing": _(
        "The postal address is missing, which mail law asks for: fill in Settings › Site."
    ),
    "no-https": _("The site’s address is %(detail)s; the button to unsubscribe needs one with https."),
    "digest-missing": _("The digest of this mailing was deleted."),
    "digest-not-public": _("The digest is not public yet: publish it first."),
    "no-summaries": _("No summary of this digest is public: publish one first."),
    "subject-missing": _("Write a subject."),
    "french-subject-missing": _("Write a subject in French, too: there are readers who chose French."),
    "subject-long": _("The subject has %(detail)s signs; phones show about 45. Begin with what matters."),
    "preheader-missing": _("Write a preheader: what mailboxes show beside the subject."),
    "too-large": _("The mail has %(detail)s kB and may have 90: mailboxes would cut off its end."),
    "shortened": _(
        "To stay under 90 kB, the mail shows its last %(detail)s summaries without practice implications; "
        "it links to them."
    ),
    "link-elsewhere": _("A link leads to another site, which mailboxes distrust: %(detail)s"),
    "link-relative": _("A link leads nowhere from a mailbox, for it has no host: %(detail)s"),
    "image-without-text": _("An image has no text for those who do not see it: %(detail)s"),
    "image-elsewhere": _("An image would be loaded from elsewhere and tell who reads the mail: %(detail)s"),
    "header-missing": _("The mail lacks a header: %(detail)s"),
    "text-missing": _("The mail lacks its text part."),
}  # fmt: skip
ADVICE = frozenset(
    {"french-subject-missing", "subject-long", "preheader-missing", "shortened"}
)  # it can be sent all the same


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong."""

    code: str
    detail: str = ""
    language: str = ""  # of the copies it was found in; empty where it is in none or in all
    is_advice: bool = False

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the language being spoken."""
        return str(_SENTENCES[self.code]) % {"detail": self.detail}

    @property
    def blocks(self) -> bool:
        """Whether nothing may be sent before this is mended."""
        return not self.is_advice and self.code not in ADVICE
