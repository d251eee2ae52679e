"""Whether publishing will change an address readers know."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.checks.entry import Entry
from apercu.editing.checks.finding import Check, Finding


def find(entry: Entry) -> Iterator[Finding]:
    """A slug that differs from the public one."""
    if entry.public_address and entry.address and entry.address != entry.public_address:
        yield Finding(
            code="address-changes",
            field="slug",
            what=_("When you publish, the address changes from %(old)s to %(new)s.")
            % {"old": entry.public_address, "new": entry.address},
            mend=_("The old address will lead to the new one for ever. To keep it, put the old slug back."),
            words=f"{entry.public_address} {entry.address}",
        )


CHECK: Check[Entry] = Check(code="address", title=gettext_lazy("Address"), find=find)
