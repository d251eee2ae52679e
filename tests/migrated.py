"""The suite's database, migrated once a run: Wagtail's two hundred migrations take as long as a hundred tests.

The first process of a run that needs a database makes it while the others wait; each then has a copy of its own.
The last that ends takes the original away.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

CONTENTS = "_test_serialized_contents"  # where Django keeps what migrations wrote, on the connection itself


class OwnCopy:
    """The database of this process, to which the default connection leads until it is given back.

    `folder` is that of the run, and `process` one word that no other process of it has.
    """

    def __init__(self, *, folder: Path, process: str) -> None:
        self._folder = folder
        self._user, self._contents = folder / f"{process}.user", folder / "contents.json"
        self._before = connection.settings_dict["NAME"]
        self._original = self._name_original()
        with self._alone():
            if not self._contents.exists():
                self._migrate()
            self._user.touch()
            connection.settings_dict["NAME"] = self._original
            connection.creation.clone_test_db(process, verbosity=0)
        connection.settings_dict["NAME"] = connection.creation.get_test_db_clone_settings(process)["NAME"]
        setattr(connection, CONTENTS, self._contents.read_text("utf-8"))

    def give_back(self) -> None:
        """Take the copy away, and the original where nobody else has a copy of it."""
        connection.creation.destroy_test_db(self._before, verbosity=0)
        with self._alone():
            self._user.unlink()
            if not any(self._folder.glob("*.user")):
                self._contents.unlink()
                connection.settings_dict["NAME"] = self._original
                connection.creation.destroy_test_db(self._before, verbosity=0)

    def _name_original(self) -> str:
        told = connection.settings_dict
        is_file = connection.vendor == "sqlite"
        told["TEST"]["NAME"] = str(self._folder / "migrated.sqlite3") if is_file else f"test_{self._before}"
        return str(told["TEST"]["NAME"])

    def _migrate(self) -> None:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        contents = _types_first(connection.creation.serialize_db_to_string())
        connection.close()  # SQLite's journal goes into the file, and PostgreSQL copies only what nobody uses
        self._contents.write_text(contents, "utf-8")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _types_first(contents: str) -> str:
    """The same contents in an order in which nothing is put back before its content type.

    What listens to a record that is saved asks for its type, and would make one with another number.
    """
    records = json.loads(contents)
    return json.dumps(sorted(records, key=lambda record: record["model"] != "contenttypes.contenttype"))
