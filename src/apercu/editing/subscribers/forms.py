"""The forms of these screens: a list to bring in, and the reason of an act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.mailing.bringing import uploads


class ListForm(forms.Form):
    """A file, and what to do with those who are subscribed already."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv"}),
        help_text=gettext_lazy(
            "A table as CSV with a column “email”: an export of this site, of listmonk, Mailchimp or "
            "Ghost, or a sheet of your own."
        ),
    )
    update_choices = forms.BooleanField(
        label=gettext_lazy("Update choices"),
        required=False,
        help_text=gettext_lazy(
            "Give people who are subscribed already the topics, the language and the frequency of the file. "
            "Otherwise nothing of them changes."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        size = file.size or 0
        if size > uploads.LARGEST:
            said = _(
                "The file is larger than %(most)s. The command on the server (apercu import_subscribers) "
                "takes it."
            )
            raise forms.ValidationError(said % {"most": filesizeformat(uploads.LARGEST)})
        if size * 2 > uploads.room_left():
            raise forms.ValidationError(_("The server’s disk is nearly full. Tell whoever runs it."))
        return file


class ReasonForm(forms.Form):
    """Why an editor does something for somebody."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Kept as evidence: who asked for it, when, and how."),
    )
