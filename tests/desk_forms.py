"""What a browser would send of a desk form that nobody touched: the test client has the form, not the page."""

from __future__ import annotations

from typing import Any


def filled(form: Any) -> dict[str, Any]:
    """The form's present values, children included, under the names its fields have."""
    data = _values(form)
    for formset in getattr(form, "formsets", {}).values():
        data |= _values(formset.management_form)
        for number, child in enumerate(formset.forms):
            data |= _values(child)
            data[f"{child.prefix}-ORDER"] = number + 1
    return data


def _values(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value is None or bound.name in {"DELETE", "ORDER"} or value is False:
            continue
        if isinstance(value, list | tuple):
            data[bound.html_name] = [getattr(one, "pk", one) for one in value]
        else:
            shown = bound.field.widget.format_value(value)
            data[bound.html_name] = (shown[0] if isinstance(shown, list) else shown) or ""
    return data
