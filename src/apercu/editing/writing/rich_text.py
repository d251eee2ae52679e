"""Wagtail's rich-text field, with a reading of its own for every page.

Wagtail reads a text into the editor's form with one parser, kept on the widget, and every request's form
shares the widget. Two editors who open a form in the same moment would feed that one parser at once: one of
them is answered with an error, or with half of the other's text.
"""

from __future__ import annotations

from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.html_to_contentstate import HtmlToContentStateHandler


class ReadingAnew(ContentstateConverter):
    """Wagtail's converter with a new parser for every text it reads."""

    def from_database_format(self, html: str) -> str:
        """The text as the editor takes it, in JSON."""
        parser = HtmlToContentStateHandler(self.features)
        parser.feed(html)
        parser.close()
        return str(parser.contentstate.as_json(indent=4, separators=(",", ": ")))


class RichTextArea(DraftailRichTextArea):
    """The rich-text field every form of the desk uses (`WAGTAILADMIN_RICH_TEXT_EDITORS`)."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.converter = ReadingAnew(self.features)
