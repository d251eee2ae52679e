"""A small IMAP server on this machine, over TLS: the few commands of RFC 3501 that are spoken to it, and its moods."""

from __future__ import annotations

import base64
import contextlib
import re
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from apercu.mailing.bounces.place import Place

USER, PASSWORD = "bounces@digest.example.org", 'pass"word\\ 1'


@dataclass
class Mail:
    """One mail in the folder, and what it is marked as."""

    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class Folder:
    """What is in the mailbox, whatever happens on the line."""

    mails: dict[int, Mail] = field(default_factory=dict)
    password: str = PASSWORD
    user: str = USER
    breaks_off_after: int | None = None  # commands
    commands: list[str] = field(default_factory=list)

    def add(self, *raws: bytes) -> None:
        for raw in raws:
            self.mails[max(self.mails, default=10) + 1] = Mail(raw)

    def flags(self) -> list[set[str]]:
        return [mail.flags for mail in self.mails.values()]


class _Conversation(socketserver.StreamRequestHandler):
    """One client."""

    def handle(self) -> None:
        folder: Folder = self.server.folder  # type: ignore[attr-defined]
        self._say("* OK ready")
        for line in self.rfile:
            tag, _, said = line.decode().rstrip("\r\n").partition(" ")
            verb = " ".join(said.split()[:2] if said.upper().startswith("UID") else said.split()[:1]).upper()
            folder.commands.append(verb)
            if folder.breaks_off_after is not None and len(folder.commands) > folder.breaks_off_after:
                return
            answer = getattr(self, f"_{verb.replace(' ', '_').lower()}", None)
            self._say(f"{tag} {answer(folder, said) if answer else 'BAD what?'}")
            if verb == "LOGOUT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _capability(self, _folder: Folder, _said: str) -> str:
        self._say("* CAPABILITY IMAP4rev1 AUTH=PLAIN")
        return "OK done"

    def _login(self, folder: Folder, said: str) -> str:
        words = [re.sub(r"\\(.)", r"\1", word) for word in re.findall(r'"((?:[^"\\]|\\.)*)"', said)]
        return "OK hello" if words == [folder.user, folder.password] else f"NO [AUTHENTICATIONFAILED] {said}"

    def _authenticate(self, folder: Folder, _said: str) -> str:
        self._say("+ ")
        sent = base64.b64decode(self.rfile.readline()).decode()
        return "OK hello" if sent == f"\0{folder.user}\0{folder.password}" else "NO"

    def _select(self, folder: Folder, said: str) -> str:
        if '"INBOX"' not in said:
            return "NO there is none"
        self._say(f"* {len(folder.mails)} EXISTS")
        return "OK [READ-WRITE] open"

    def _examine(self, folder: Folder, said: str) -> str:
        self._select(folder, said)
        return "OK [READ-ONLY] open"

    def _uid_search(self, folder: Folder, said: str) -> str:
        asked = re.fullmatch(r"UID SEARCH \(UNSEEN (UN)?FLAGGED UNDELETED\)", said)
        assert asked
        new = [
            uid
            for uid, mail in folder.mails.items()
            if not mail.flags & {"\\Seen", "\\Deleted"} and ("\\Flagged" in mail.flags) != bool(asked[1])
        ]
        self._say(f"* SEARCH {' '.join(map(str, sorted(new, reverse=True)))}".rstrip())
        return "OK done"

    def _uid_fetch(self, folder: Folder, said: str) -> str:
        found = re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", said)
        assert found
        uid, raw = int(found[1]), folder.mails[int(found[1])].raw[: int(found[2])]
        self._say(f"* {list(folder.mails).index(uid) + 1} FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}")
        self.wfile.write(raw)
        self._say(")")
        return "OK done"

    def _uid_store(self, folder: Folder, said: str) -> str:
        found = re.fullmatch(r"UID STORE (\d+) \+FLAGS\.SILENT \((\S+)\)", said)
        assert found
        folder.mails[int(found[1])].flags.add(found[2])
        return "OK done"

    def _logout(self, _folder: Folder, _said: str) -> str:
        self._say("* BYE")
        return "OK bye"


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Folder, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.folder = folder
        self.context = context

    def get_request(self) -> tuple[ssl.SSLSocket, tuple[str, int]]:
        plain, address = self.socket.accept()
        plain.settimeout(10)
        return self.context.wrap_socket(plain, server_side=True), address

    def handle_error(self, *_about: object) -> None:
        """A client that goes away is none of our failures."""


def certificate(folder: Path, *, name: str = "localhost") -> Path:
    """A certificate that signs itself, with its key behind it."""
    path = folder / f"{name}.pem"
    key = folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", path, "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + key.read_bytes())
    return path


@contextlib.contextmanager
def serving(folder: Folder, chain: Path) -> Iterator[Place]:
    """The server with this folder, until the block ends; where it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    server = _Server(folder, context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Place(
            host="localhost",
            port=server.server_address[1],
            user=folder.user,
            password=folder.password,
            folder="INBOX",
        )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
