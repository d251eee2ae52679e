"""The form that brings a file to the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.content.models import Language, ResearchType, Topic
from apercu.importing import uploads
from apercu.importing.options import Options

ACCEPTED = ".xml,.rss,.atom,.txt,.html,.htm,.xhtml,.md,.markdown"


class UploadForm(forms.Form):
    """A file, and what `apercu import_content` can be told of one."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=gettext_lazy(
            "A WordPress export, a feed (RSS, Atom), a saved page of the blog (HTML or its text), "
            "or a Markdown file. What it is, the file itself tells."
        ),
    )
    author_lines = forms.CharField(
        label=gettext_lazy("Authors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Who signs summaries that name nobody; one name a line."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[("", gettext_lazy("As the file says")), *Language.choices],
        help_text=gettext_lazy("A file that says nothing is taken for English."),
    )
    topics = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics"),
        required=False,
        queryset=Topic.objects.all(),
        help_text=gettext_lazy("Given to every summary of the file, beside those it names itself."),
    )
    types = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Research types"), required=False, queryset=ResearchType.objects.all()
    )
    month_teaser = forms.RegexField(
        label=gettext_lazy("Month of the teaser"),
        required=False,
        regex=r"^\d{4}-(0[1-9]|1[0-2])$",
        error_messages={"invalid": gettext_lazy("Write the month as 2021-06.")},
        help_text=gettext_lazy(
            "Of a saved page that begins with “This month…”: the month it is about, as 2021-06."
        ),
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Publish at once"),
        required=False,
        help_text=gettext_lazy(
            "Otherwise everything becomes a draft. What was not public on the blog stays one."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        size = file.size or 0
        if size > uploads.LARGEST:
            most = filesizeformat(uploads.LARGEST)
            raise forms.ValidationError(
                _(
                    "The file is larger than %(most)s. "
                    "The command on the server (apercu import_content) takes it."
                )
                % {"most": most}
            )
        if size * 2 > uploads.room_left():
            raise forms.ValidationError(_("The server’s disk is nearly full. Tell whoever runs it."))
        return file

    def options(self) -> Options:
        """What was asked, as an import takes it."""
        data: dict[str, Any] = self.cleaned_data
        names = (line.strip() for line in data["author_lines"].splitlines())
        return Options(
            topics=tuple(topic.name_en for topic in data["topics"]),
            types=tuple(one.name_en for one in data["types"]),
            authors=tuple(dict.fromkeys(filter(None, names))),
            language=data["language"],
            month_teaser=data["month_teaser"],
            publish=data["publish"],
        )
