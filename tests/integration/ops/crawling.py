"""Every public page of a site by its links: prints status and hash of each as JSON.

`python -m tests.integration.ops.crawling MOST`, at most so many addresses of a kind.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import Counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apercu.config.settings.base")

from apercu.config.wsgi import django_application
from apercu.content import following
from tests.asking import ask
from tests.integration.pagecache.comparing import START, kind_of, links_of


def crawl(most: int) -> dict[str, tuple[int, str]]:
    """The whole site, or at most so many addresses of a kind, each with its status and the hash of its body."""
    following.catch_up()
    waiting, seen = list(START), set(START)
    kinds: Counter[tuple[Any, ...]] = Counter()
    pages: dict[str, tuple[int, str]] = {}
    while waiting:
        address = waiting.pop(0)
        got = ask(django_application, address)
        pages[address] = (got.status, hashlib.sha256(got.body).hexdigest())
        for link in sorted(set(links_of(got, address)) - seen):
            kinds[kind_of(link)] += 1
            if kinds[kind_of(link)] <= most:
                seen.add(link)
                waiting.append(link)
    return pages


if __name__ == "__main__":
    json.dump(crawl(int(sys.argv[1])), sys.stdout)
