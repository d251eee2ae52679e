"""What any provider's view must not do: repeat what it was sent in an error, or take an error for ours."""

from __future__ import annotations

from typing import Any

from anymail.exceptions import AnymailConfigurationError, AnymailError, AnymailWebhookValidationFailure
from django.core.exceptions import SuspiciousOperation

_UNREADABLE = (
    AnymailError,
    AnymailConfigurationError,  # events of another kind
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)


class Unreadable(SuspiciousOperation):
    """What was posted is no event of this provider."""


class Unproven(SuspiciousOperation):
    """What was posted bears no signature or secret, or a false one."""


class Guarded:
    """Stands before a view of Anymail: its errors become two of ours, which hold nothing of the request."""

    def run_validators(self, request: Any) -> None:
        try:
            super().run_validators(request)  # type: ignore[misc]
        except AnymailWebhookValidationFailure:
            raise Unproven from None
        except _UNREADABLE:
            raise Unreadable from None

    def parse_events(self, request: Any) -> Any:
        try:
            return super().parse_events(request)  # type: ignore[misc]
        except _UNREADABLE:
            raise Unreadable from None
