"""What of an address may be shown, kept and logged: keys travel as query parameters, and leak from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2  # `client` says why it is not loaded here

# Keys; and the addresses of people that services ask for, which are nobody's business either.
SECRET_PARAMS = frozenset({"api_key", "apikey", "key", "token", "access_token", "mailto", "email"})
_TOO_LONG = 2_000


def without_secrets(url: httpx2.URL) -> str:
    """An address without its secret parameters, user information and fragment."""
    params = [(name, value) for name, value in url.params.multi_items() if name.lower() not in SECRET_PARAMS]
    bare = url.copy_with(fragment=None, userinfo=b"", query=None)
    shown = str(bare.copy_with(params=params) if params else bare)
    return shown if len(shown) <= _TOO_LONG else f"{shown[:_TOO_LONG]}…"
