"""The small mails. Who gets which is `subscribing.ask`'s to say, or `bringing.inviting`'s."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apercu.content import addresses
from apercu.mailing import tokens
from apercu.mailing.letters.letter import Letter
from apercu.mailing.letters.sender import Sender
from apercu.mailing.subscribing import Asked


def answer_to(asked: Asked, *, language: str, sender: Sender) -> Letter:
    """The mail to an address that was typed into the form."""
    with translation.override(language):
        if asked.confirmation:
            return _to_confirm(asked.confirmation, language, sender)
        return _already(asked.preferences, language, sender)


def invitation(token: str, *, language: str, sender: Sender) -> Letter:
    """The mail to an address that came with a list, without a proof that its owner agreed."""
    with translation.override(language):
        return _confirming(
            token,
            language,
            sender,
            subject=_("Do you want %(digest)s by e-mail? Please confirm") % {"digest": sender.digest},
            before=(
                _("Your address is on a list of people who asked for %(digest)s; the list has moved here.")
                % {"digest": sender.digest},
                _(
                    "If you want the mail, open this page and press the button there. "
                    "Until then nothing is sent to you."
                ),
            ),
        )


def _to_confirm(token: str, language: str, sender: Sender) -> Letter:
    return _confirming(
        token,
        language,
        sender,
        subject=_("One step left: confirm your subscription to %(digest)s") % {"digest": sender.digest},
        before=(
            _("Somebody, most likely you, asked for %(digest)s to be sent to this address by e-mail.")
            % {"digest": sender.digest},
            _(
                "One step is left: open this page and press the button there. "
                "Until then nothing is sent to you."
            ),
        ),
    )


def _confirming(
    token: str, language: str, sender: Sender, *, subject: str, before: tuple[str, ...]
) -> Letter:
    days = tokens.CONFIRM_WITHIN.days
    return Letter(
        subject=subject,
        language=language,
        before=before,
        action=_("Confirm my subscription"),
        address=_link(addresses.confirm(token), language),
        after=(
            ngettext(
                "The link is good for %(days)s day and can be used once.",
                "The link is good for %(days)s days and can be used once.",
                days,
            )
            % {"days": days},
            _(
                "If it was not you, you need do nothing: no more mail comes, and the address is deleted "
                "after that time."
            ),
        ),
        foot=sender.foot,
    )


def _already(token: str, language: str, sender: Sender) -> Letter:
    return Letter(
        subject=_("You are subscribed to %(digest)s") % {"digest": sender.digest},
        language=language,
        before=(
            _("Somebody, most likely you, asked for %(digest)s to be sent to this address by e-mail.")
            % {"digest": sender.digest},
            _("It already is: you are subscribed, and nothing has changed."),
        ),
        action=_("See what you chose, change it, or leave"),
        address=_link(addresses.preferences(token), language),
        after=(_("If it was not you, you need do nothing."),),
        foot=sender.foot,
    )


def _link(path: str, language: str) -> str:
    return addresses.absolute(addresses.in_language(path, language))
