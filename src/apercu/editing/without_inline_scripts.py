"""Choosers without the script Wagtail writes into the page behind each of them.

The desk's content security policy allows no inline script (docs/security/desk-csp.md). Date fields and lists
of rows have templates, which ours stand in front of; a chooser's script is written by its `render`, so that
is replaced, once, for all choosers. `static/editing/begin.js` reads what is written here instead.
"""

from __future__ import annotations

import json
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def replace() -> None:
    """Let every chooser of Wagtail's write data in the place of a script."""
    BaseChooser.render = _render


def script_tag() -> SafeString:
    """The script that begins what the page's data says."""
    return format_html('<script src="{}"></script>', static("editing/begin.js"))


def _render(self: Any, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG001 Django's own arguments
    """As Wagtail's own: the field, and what begins it."""
    number = attrs["id"]
    data = self.get_value_data(value)
    field = self.render_html(name, data, attrs)
    if isinstance(self, AdminTaskChooser):
        begin, given = "createTaskChooser", [number]
    else:
        begin, given = self.js_constructor, [number, self.get_js_init_options(number, name, data)]
    mark = '{}<template data-begin="{}" data-with="{}"></template>'
    return format_html(mark, field, begin, json.dumps(given))
