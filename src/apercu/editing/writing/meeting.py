"""Two people in one record: whoever saves over the other's version is told, and shown both.

Wagtail says beside the form who else is here, and stops saving by itself once somebody else has saved. A
press of Save is taken all the same, for no typing may be lost; nor is the other's, which stays a version.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Revision


class SaysWhatItStandsOver:
    """For the view that edits."""

    def form_valid(self, form: Any) -> Any:
        """Save, and say so where somebody saved a version after this form was opened."""
        view: Any = self
        unseen = view.latest_revision if not view.expects_json_response and view.is_out_of_date else None
        response = super().form_valid(form)  # type: ignore[misc]
        if unseen is not None and view.new_revision is not None and view.new_revision.pk != unseen.pk:
            self._say(view, unseen)
        return response

    def _say(self, view: Any, unseen: Revision) -> None:
        compare = reverse(
            view.revisions_compare_url_name, args=(quote(view.object.pk), unseen.pk, view.new_revision.pk)
        )
        said = _(
            "%(name)s saved a version at %(time)s that you had not seen. Yours stands now; theirs is kept."
        )
        told = said % {
            "name": get_user_display_name(unseen.user) if unseen.user else _("Somebody"),
            "time": date_format(timezone.localtime(unseen.created_at), "TIME_FORMAT"),
        }
        messages.warning(
            view.request, format_html('{} <a href="{}">{}</a>', told, compare, _("Compare the two"))
        )
