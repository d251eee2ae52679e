"""An address that moved, as a small page that leads on: a file host cannot redirect."""

from __future__ import annotations

from django.utils.html import escape

from apercu.pagecache.exporting import filing
from apercu.reading import addresses

_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<title>{address}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={link}">
<link rel="canonical" href="{address}">
<p><a href="{link}">{address}</a></p>
"""


def page(target: str, *, file: str) -> str:
    """The page in this file that leads to an address of ours."""
    link = filing.link_to(filing.file_of(target), of=file)
    return _PAGE.format(
        language=addresses.language_of(target), address=escape(addresses.absolute(target)), link=escape(link)
    )
