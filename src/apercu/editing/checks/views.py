"""What the buttons of the side panel do: they save the form, so that no typing is lost, and then this."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone

from apercu.editing.checks import setting_aside
from apercu.editing.checks.panel import WithChecks

SET_ASIDE, TAKE_BACK = "set-aside", "take-back"
_VALUE = re.compile(r"(?P<code>[a-z-]{1,60}):(?P<fingerprint>[0-9a-f]{32})")


class WithChecksToSetAside(WithChecks):
    """For the view that edits: the panel, and setting a finding aside or taking it back."""

    def form_valid(self, form: Any) -> Any:
        """Save the draft, then do what the button says."""
        response = super().form_valid(form)  # type: ignore[misc]
        view: Any = self
        post = view.request.POST
        if found := _VALUE.fullmatch(post.get(SET_ASIDE, "")):
            setting_aside.set_aside(
                record=view.object,
                code=found["code"],
                fingerprint=found["fingerprint"],
                by=view.request.user,
                at=timezone.now(),  # noqa: TID251 a view
            )
        if found := _VALUE.fullmatch(post.get(TAKE_BACK, "")):
            setting_aside.take_back(record=view.object, fingerprint=found["fingerprint"])
        return response
