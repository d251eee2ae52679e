"""Differences between two versions that a person can read."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import compare
from wagtail.fields import RichTextField

from apercu.sources.cleaning import clean_html, text_of


class TextComparison(compare.RichTextFieldComparison):
    """Two rich texts by what readers see of them.

    The desk's editor numbers each paragraph anew, and Wagtail takes any text it ever touched for a change.
    """

    def has_changed(self) -> bool:
        return clean_html(self.val_a or "") != clean_html(self.val_b or "")

    def htmldiff(self) -> SafeString:
        words = super().htmldiff()
        if text_of(clean_html(self.val_a or "")) != text_of(clean_html(self.val_b or "")):
            return words  # type: ignore[no-any-return]
        return format_html("{} <em>({})</em>", words, _("only links or formatting differ"))


compare.register_comparison_class(RichTextField, comparison_class=TextComparison)


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def styles() -> SafeString:
    """How differences, dates and corrections look."""
    return format_html('<link rel="stylesheet" href="{}">', static("editing/publishing.css"))
