"""nginx serving our page from a file, compressed beforehand; and what any nginx of ours is started with."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from pathlib import Path
from string import Template

from tests.bench.peers.peer import Peer, Running, Setting, program
from tests.bench.served import answered, running
from tests.ports import free_port

NAME = "nginx, the same bytes from a file"
# As fast as a file server is set up: no log, open files remembered, connections kept.
MAIN = Template("""
daemon off;
$user
worker_processes auto;
pid $folder/nginx.pid;
error_log stderr;
events { worker_connections 1024; }
http {
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    open_file_cache max=1000 inactive=60s;
    default_type "text/html; charset=utf-8";
    client_body_temp_path $folder/bodies;
    proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi;
    scgi_temp_path $folder/scgi;
$rest
}
""")
STATIC = Template("""
    server {
        listen 127.0.0.1:$port;
        root $folder/files;
        gzip_static on;
$headers
    }
""")

OF_ITS_OWN = {"content-type", "etag", "last-modified"}  # headers nginx gives a file itself


def start(setting: Setting) -> Iterator[Running]:
    """Our page as a file, with our headers."""
    folder = setting.room("nginx")
    (folder / "files").mkdir()
    (folder / "files" / "page.html").write_bytes(setting.page.plain)
    (folder / "files" / "page.html.gz").write_bytes(setting.page.body)
    headers = "\n".join(
        f"        add_header {name} {_quoted(value)};"
        for name, value in setting.page.headers
        if name.lower() not in OF_ITS_OWN
    )
    port = free_port()
    serve(
        setting,
        folder,
        STATIC.substitute(port=port, folder=folder, headers=headers),
        port=port,
        path="/page.html",
    )
    yield Running(name=NAME, url=f"http://127.0.0.1:{port}/page.html")


PEER = Peer(start=start, programs=("nginx",))


def serve(setting: Setting, folder: Path, servers: str, *, port: int, path: str = "/") -> None:
    """Start an nginx of its own with these servers, and wait until it answers."""
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""  # its workers read a folder of ours
    configuration = folder / "nginx.conf"
    configuration.write_text(MAIN.substitute(user=user, folder=folder, rest=servers), "utf-8")
    command = [str(program("nginx")), "-p", str(folder), "-e", "stderr", "-c", str(configuration)]
    log = folder / "nginx.log"
    answered(setting.stack.enter_context(running(command, log=log)), port, log=log, path=path)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
