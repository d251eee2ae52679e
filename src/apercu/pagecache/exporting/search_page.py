"""The page of all summaries, for files: searched and narrowed in the browser, by Pagefind's index."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from apercu.pagecache.exporting import filing
from apercu.pagecache.exporting.finding import PLACE
from apercu.reading import addresses
from apercu.reading.asking import Asked
from apercu.reading.viewdata.browse import browse_page


def html(address: str) -> str:
    """The page at this address, in the language it names."""
    with translation.override(addresses.language_of(address)):
        page = browse_page(Asked())
        index = filing.link_to(f"{PLACE}/", of=filing.file_of(address))
        return render_to_string("pagecache/search.html", {"page": page, "index": index})
