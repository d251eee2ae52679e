"""Whether our own page asked for a form that came."""

from __future__ import annotations

from collections.abc import Mapping


def is_from_elsewhere(meta: Mapping[str, str], *, own: frozenset[str]) -> bool:
    """Whether another site's page sent this form: `own` is our scheme and host, as a browser names an origin.

    Browsers say so in `Sec-Fetch-Site` (W3C Fetch Metadata), older ones in `Origin` (RFC 6454 §7.3). A client
    that says neither is no browser, and nobody's login can be abused: public pages have none.
    """
    if site := meta.get("HTTP_SEC_FETCH_SITE"):
        return site not in {"same-origin", "none"}
    origin = meta.get("HTTP_ORIGIN")
    return bool(origin) and origin not in own
