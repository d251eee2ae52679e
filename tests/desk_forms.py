"""What a browser would send of a desk form that nobody touched: of Django's form, or of the page that shows it."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborNode

Controls = dict[str, list[str] | str]


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


def controls(form: LexborNode) -> Controls:
    """The successful controls of a form (HTML, form submission), buttons left out."""
    found: dict[str, list[str]] = {}
    for one in form.css("input[name], textarea[name], select[name]"):
        name, kind = one.attributes["name"] or "", one.attributes.get("type")
        if kind in {"submit", "button", "file"} or "disabled" in one.attributes or "__prefix__" in name:
            continue
        if kind in {"checkbox", "radio"} and "checked" not in one.attributes:
            continue
        found.setdefault(name, []).extend(_chosen(one))
    return dict(found)


def _chosen(one: LexborNode) -> list[str]:
    if one.tag == "select":
        return [option.attributes.get("value") or "" for option in one.css("option[selected]")]
    if one.tag == "textarea":
        return [one.text()]
    return [one.attributes.get("value") or ""]
