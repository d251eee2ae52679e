"""A mail server that swallows everything: fast, with faults on purpose, and a log of what it took.

As a process of its own (`sinking`), so that it outlives the workers that a test kills. What it accepts is in
its log before the reply leaves: a line with the Message-ID and the recipient. Lines that begin with "lost" are
messages after whose end it hung up without a reply; "taken" tells whether it keeps them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.ports import free_port

PATIENCE = 60  # seconds
_END = b"\r\n.\r\n"
_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Faults:
    """How often something goes wrong, from 0 to 1, and how long what takes long takes."""

    turned_away: float = 0.0  # 421 instead of a greeting
    sender_put_off: float = 0.0  # 451 to MAIL FROM
    sender_refused: float = 0.0  # 553 to it
    put_off: float = 0.0  # 450 to RCPT TO
    refused: float = 0.0  # 550 to RCPT TO
    dropped: float = 0.0  # at any command before DATA
    cut: float = 0.0  # while the message is on its way
    content_put_off: float = 0.0  # 451 to the dot
    content_refused: float = 0.0  # 554 to the dot
    lost: float = 0.0  # hung up between the dot and the reply
    slow: float = 0.0  # a reply to the dot that takes `seconds`
    seconds: float = 0.0
    answer_after: float = 0.0  # seconds for the reply to each message
    patience: float = 0.0  # seconds after a message until it hangs up; 0: it never does
    ascii_only: float = 0.0  # addresses beyond ASCII are not on offer


@dataclass(kw_only=True)
class Sink:
    """A running sink, seen from a test."""

    port: int
    log: Path
    process: subprocess.Popen[bytes] = field(repr=False)

    def lines(self) -> list[list[str]]:
        """What it noted: what happened, the Message-ID, the recipient."""
        return [line.split("\t") for line in self.log.read_text("utf-8").splitlines()]

    def accepted(self) -> list[tuple[str, str]]:
        """Message-ID and recipient of everything it keeps."""
        return [(sign, to) for what, sign, to in self.lines() if what in {"accepted", "lost taken"}]

    def connections(self) -> int:
        """How often somebody came."""
        return sum(what == "came" for what, _sign, _to in self.lines())

    def wait_until_it_hangs_up(self) -> None:
        """Until it has had enough of somebody."""
        deadline = time.monotonic() + PATIENCE
        while not any(what == "hung up" for what, _sign, _to in self.lines()):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def hung_up_before_the_reply(self) -> int:
        return sum(what.startswith("lost") for what, _sign, _to in self.lines())


@contextmanager
def sinking(folder: Path, faults: Faults | None = None, *, seed: int = 1) -> Iterator[Sink]:
    """A sink on this machine until the block ends."""
    port, log = free_port(), folder / "accepted.tsv"
    log.touch()
    command = [sys.executable, "-m", "tests.smtp_sink", str(port), str(log), "--seed", str(seed)]
    told = json.dumps(asdict(faults or Faults()))
    process = subprocess.Popen(
        [*command, "--faults", told], stdout=subprocess.PIPE, cwd=Path(__file__).resolve().parents[1]
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"ready"
        yield Sink(port=port, log=log, process=process)
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


class _Log:
    """Lines added in one write each: a reader sees whole ones."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(self, what: str, message: bytes, to: list[str]) -> None:
        found = _MESSAGE_ID.search(message)
        sign = found[1].decode() if found else ""
        lines = "".join(f"{what}\t{sign}\t{one}\n" for one in to)
        os.write(self._handle, lines.encode())

    def note_sender(self, command: bytes) -> None:
        sender = command[command.index(b"<") + 1 : command.index(b">")].decode()
        os.write(self._handle, f"from\t{sender}\t\n".encode())


class _Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, log: _Log, faults: Faults, chance: random.Random) -> None:
        self._log, self._faults, self._chance = log, faults, chance
        self._waiting = bytearray()
        self._in_data = False
        self._looked = 0  # how far the message was looked through for its end
        self._to: list[str] = []
        self._from = b""

    def connection_made(self, transport: Any) -> None:
        self._line: asyncio.Transport = transport
        self._log.note("came", b"", [""])
        if self._happens(self._faults.turned_away):
            self._say("421 come back later")
            self._line.close()
        else:
            self._say("220 sink ESMTP")

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        self._go_on()

    def _go_on(self) -> None:
        while not self._line.is_closing():
            if self._in_data:
                if not self._takes_message():
                    return
                continue
            end = self._waiting.find(b"\r\n")
            if end < 0:
                return
            command = bytes(self._waiting[:end])
            del self._waiting[: end + 2]
            self._obey(command)

    def _obey(self, command: bytes) -> None:
        verb = command[:4].upper()
        faults = self._faults
        if verb in {b"MAIL", b"RCPT", b"DATA"} and self._happens(faults.dropped):
            self._line.abort()
        elif verb == b"MAIL":
            self._to, self._from = [], command
            self._sender()
        elif verb == b"RCPT":
            self._recipient(command)
        elif verb == b"DATA":
            if self._happens(faults.cut):
                self._ask_for_the_message_and_go()
                return
            self._in_data, self._looked = True, 0
            self._say("354 go on")
        elif verb == b"EHLO":
            beyond = "" if self._happens(faults.ascii_only) else "250-SMTPUTF8\r\n"
            self._say(f"250-sink\r\n{beyond}250-PIPELINING\r\n250 8BITMIME")
        elif verb == b"QUIT":
            self._say("221 bye")
            self._line.close()
        else:
            self._say("250 ok")

    def _sender(self) -> None:
        if self._happens(self._faults.sender_put_off):
            self._say("451 4.3.0 not now")
        elif self._happens(self._faults.sender_refused):
            self._say("553 5.7.1 not for this sender")
        else:
            self._say("250 ok")

    def _recipient(self, command: bytes) -> None:
        if self._happens(self._faults.put_off):
            self._say("450 4.2.0 greylisted")
        elif self._happens(self._faults.refused):
            self._say("550 5.1.1 no such user")
        else:
            self._to.append(command[command.index(b"<") + 1 : command.index(b">")].decode())
            self._say("250 ok")

    def _ask_for_the_message_and_go(self) -> None:
        """The 354 and the end of the connection go out as one: whoever reads the first finds the second, so that
        the message's end, for which nobody is there, can be handed to nobody.
        """
        line = self._line.get_extra_info("socket")
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        self._say("354 go on")
        line.shutdown(socket.SHUT_RDWR)
        self._line.close()

    def _takes_message(self) -> bool:
        """Whether the message is whole."""
        end = self._waiting.find(_END, max(0, self._looked - len(_END)))
        if end < 0:
            self._looked = len(self._waiting)
            return False
        message = bytes(self._waiting[:end])
        del self._waiting[: end + len(_END)]
        self._in_data = False
        self._judge(message)
        return True

    def _judge(self, message: bytes) -> None:
        faults, to = self._faults, self._to
        if self._happens(faults.lost):
            self._log.note("lost taken" if self._happens(0.5) else "lost away", message, to)
            self._line.abort()
        elif self._happens(faults.content_put_off):
            self._say("451 4.3.0 try again")
        elif self._happens(faults.content_refused):
            self._say("554 5.6.0 not like this")
        else:
            # Taken first and told afterwards: whoever is killed meanwhile has handed it over.
            self._log.note("accepted", message, to)
            self._log.note_sender(self._from)
            seconds = faults.answer_after + (faults.seconds if self._happens(faults.slow) else 0.0)
            if seconds:
                self._line.pause_reading()
                asyncio.get_running_loop().call_later(seconds, self._accept)
            else:
                self._accept()

    def _accept(self) -> None:
        self._say("250 taken")
        if not self._line.is_closing():
            self._line.resume_reading()
        if self._faults.patience:
            asyncio.get_running_loop().call_later(self._faults.patience, self._hang_up)

    def _hang_up(self) -> None:
        self._line.close()
        self._log.note("hung up", b"", [""])

    def _say(self, words: str) -> None:
        if not self._line.is_closing():
            self._line.write(f"{words}\r\n".encode())

    def _happens(self, share: float) -> bool:
        return share > 0 and self._chance.random() < share


async def _serve(port: int, log: _Log, faults: Faults, seed: int) -> None:
    chance = random.Random(seed)
    server = await asyncio.get_running_loop().create_server(
        lambda: _Session(log, faults, chance), "127.0.0.1", port
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("log", type=Path)
    parser.add_argument("--faults", default="{}")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    faults = Faults(**json.loads(asked.faults))
    asyncio.run(_serve(asked.port, _Log(asked.log), faults, asked.seed))


if __name__ == "__main__":
    main()
