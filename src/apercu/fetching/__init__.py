"""The one place that opens a socket: an answer of a named host, or an error that says what stood in the way.

Here: time-outs, rates, retries, size limits, redirects followed with care, addresses checked and pinned, kept
answers, a transport that replays. Not here: what the hosts are asked and what their answers mean, or any
sentence for people (errors are codes with parts). Floor 0a: no Django, no other room.
"""

from apercu.fetching.client import Client, Limits
from apercu.fetching.identity import Identity
from apercu.fetching.policy import Host, Policy
from apercu.fetching.reply import Reply
from apercu.fetching.storing import FolderStore, Kept, MemoryStore, Store
from apercu.fetching.unfetchable import (
    Garbled,
    NotAllowed,
    Offline,
    OutOfOrder,
    RateLimited,
    Refused,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    Unfetchable,
    Unreachable,
)

__all__ = [
    "Client",
    "FolderStore",
    "Garbled",
    "Host",
    "Identity",
    "Kept",
    "Limits",
    "MemoryStore",
    "NotAllowed",
    "Offline",
    "OutOfOrder",
    "Policy",
    "RateLimited",
    "Refused",
    "Reply",
    "Store",
    "TimedOut",
    "TooLarge",
    "TooManyRedirects",
    "Unfetchable",
    "Unreachable",
]
