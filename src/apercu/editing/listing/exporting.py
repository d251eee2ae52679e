"""Any list as a spreadsheet, in which no cell is ever run as a formula.

A title that begins with `=` is a title. Excel, LibreOffice and their like take it for a formula, and a
formula can send what stands in the sheet to somewhere else. In CSV, which knows no types, such a cell gets an
apostrophe before it; in XLSX it is marked as text in that format's own way.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads "é" as two letters


class SafeExport(SpreadsheetExportMixin):
    """Wagtail's export, with formulas disarmed and times as the site's clock shows them."""

    custom_value_preprocess = {
        datetime.datetime: {
            SpreadsheetExportMixin.FORMAT_XLSX: lambda value: _on_our_clock(value).replace(tzinfo=None),
            SpreadsheetExportMixin.FORMAT_CSV: lambda value: _on_our_clock(value).isoformat(" ", "minutes"),
        },
        (datetime.date, datetime.time): {
            SpreadsheetExportMixin.FORMAT_XLSX: None,
            SpreadsheetExportMixin.FORMAT_CSV: lambda value: value.isoformat(),
        },
    }

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """The rows, after a mark that says they are UTF-8."""
        yield _BYTE_ORDER_MARK.encode()
        yield from super().stream_csv(queryset)

    def write_csv_row(self, writer: Any, row_dict: Mapping[str, Any]) -> Any:
        cells = {
            field: self.preprocess_field_value(field, value, self.FORMAT_CSV)
            for field, value in row_dict.items()
        }
        return writer.writerow({field: _as_plain_text(value) for field, value in cells.items()})

    def generate_xlsx_row(
        self, worksheet: Any, row_dict: Mapping[str, Any], date_format: str | None = None
    ) -> Iterator[Any]:
        cells = super().generate_xlsx_row(worksheet, row_dict, date_format=date_format)
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
                cell.quotePrefix = _would_run(cell.value)
            yield cell

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """A value as the sheet takes it; control characters have no place in XML."""
        value = super().preprocess_field_value(field, value, export_format)
        if isinstance(value, str) and export_format == self.FORMAT_XLSX:
            return "".join(letter for letter in value if letter >= " " or letter in "\t\n\r")
        return value


def _would_run(value: str) -> bool:
    """Whether a spreadsheet would take it for a formula; some skip the spaces before one."""
    return value.startswith(_BEGINS_A_FORMULA) or value.lstrip().startswith(_BEGINS_A_FORMULA[:4])


def _as_plain_text(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _would_run(value) else value


def _on_our_clock(value: datetime.datetime) -> datetime.datetime:
    return value if timezone.is_naive(value) else timezone.localtime(value)
