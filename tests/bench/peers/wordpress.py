"""WordPress from Debian's package: bare, and behind nginx's page cache; one post as long as our page.

The package's files are copied, so that its own settings and contents stay as they are; the database is a MariaDB
in a folder of ours. It is installed as an owner would, by the form; the post comes by its own XML-RPC.
"""

from __future__ import annotations

import getpass
import os
import secrets
import shutil
import subprocess
import time
import xmlrpc.client
from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

from tests.bench.peers import nginx
from tests.bench.peers.peer import Page, Peer, Running, Setting, program
from tests.bench.served import PATIENCE, Unanswered, running
from tests.ports import free_port

FILES = Path("/usr/share/wordpress")
KEPT = "WordPress behind nginx's page cache"
POOL = Template("""
[global]
error_log = $folder/php.log
daemonize = no
[bench]
$user
listen = $folder/php.sock
pm = static
pm.max_children = 4
php_admin_value[sendmail_path] = /bin/true
php_admin_value[opcache.enable] = 1
""")
CONFIGURATION = Template("""<?php
define('DB_NAME', 'bench');
define('DB_USER', '$user');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:$folder/database.sock');
define('WP_HOME', '$url');
define('WP_SITEURL', '$url');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('AUTH_KEY', '$key');
define('NONCE_KEY', '$key');
$$table_prefix = 'wp_';
require_once __DIR__ . '/wp-settings.php';
""")
# The page cache keeps pages as PHP sends them and compresses each answer, as Debian's nginx is set up.
SERVERS = Template("""
    fastcgi_cache_path $folder/kept levels=1:2 keys_zone=pages:10m inactive=60m;
    index index.php;
    root $folder/files;
    gzip on;
    fastcgi_read_timeout 300;
    fastcgi_param SCRIPT_FILENAME $$document_root$$fastcgi_script_name;
    fastcgi_param SCRIPT_NAME $$fastcgi_script_name;
    fastcgi_param REQUEST_URI $$request_uri;
    fastcgi_param DOCUMENT_URI $$document_uri;
    fastcgi_param DOCUMENT_ROOT $$document_root;
    fastcgi_param QUERY_STRING $$query_string;
    fastcgi_param REQUEST_METHOD $$request_method;
    fastcgi_param CONTENT_TYPE $$content_type;
    fastcgi_param CONTENT_LENGTH $$content_length;
    fastcgi_param SERVER_PROTOCOL $$server_protocol;
    fastcgi_param SERVER_NAME 127.0.0.1;
    fastcgi_param SERVER_PORT $bare;
    fastcgi_param REMOTE_ADDR $$remote_addr;
    fastcgi_param HTTP_HOST 127.0.0.1:$bare;
    server {
        listen 127.0.0.1:$bare;
        location / { try_files $$uri $$uri/ /index.php?$$args; }
        location ~ \\.php$$ { fastcgi_pass unix:$folder/php.sock; }
    }
    server {
        listen 127.0.0.1:$kept;
        location / { try_files $$uri $$uri/ /index.php?$$args; }
        location ~ \\.php$$ {
            fastcgi_pass unix:$folder/php.sock;
            fastcgi_cache pages;
            fastcgi_cache_key $$request_method$$request_uri;
            fastcgi_cache_valid 200 60m;
            fastcgi_cache_lock on;
        }
    }
""")


def start(setting: Setting) -> Iterator[Running]:
    """MariaDB, PHP, two ways to the same WordPress, and one post in it."""
    folder = setting.room("wordpress")
    bare, kept = free_port(), free_port()
    url = f"http://127.0.0.1:{bare}"
    shutil.copytree(FILES, folder / "files", ignore_dangling_symlinks=True)
    given = {"folder": folder, "url": url, "user": getpass.getuser(), "key": secrets.token_hex(32)}
    (folder / "files" / "wp-config.php").write_text(CONFIGURATION.substitute(given), "utf-8")
    _database(setting, folder)
    _php(setting, folder)
    servers = SERVERS.substitute(folder=folder, bare=bare, kept=kept)
    nginx.serve(setting, folder, servers, port=bare, path="/readme.html")
    password = secrets.token_urlsafe(16)
    _install(url, password)
    post = _post(url, password, setting.page)
    path = urlsplit(post)._replace(scheme="", netloc="").geturl()
    yield Running(name="WordPress", url=url + path)
    cached = f"http://127.0.0.1:{kept}{path}"
    yield Running(name=KEPT, url=cached)
    yield Running(name=f"{KEPT}, not compressed", url=cached, headers={})


PEER = Peer(
    start=start,
    programs=("nginx", "php-fpm*", "mariadbd", "mariadb-install-db", "mariadb"),
    folders=(FILES,),
    packages={"php-xml": "usr/lib/php/*/xml.so"},  # reads the post that comes by XML-RPC
)


def versions() -> str:
    """Of what it stands on."""
    release = (FILES / "wp-includes" / "version.php").read_text("utf-8").split("$wp_version = '")[1]
    php = subprocess.run([str(program("php-fpm*")), "-v"], capture_output=True, text=True, check=True).stdout
    database = subprocess.run(
        [str(program("mariadbd")), "--version"], capture_output=True, text=True, check=True
    )
    return f"WordPress {release.split(chr(39))[0]}, PHP {php.split()[1]}, MariaDB {database.stdout.split('Ver ')[1].split('-')[0]}"


def _database(setting: Setting, folder: Path) -> None:
    data, socket, user = folder / "database", folder / "database.sock", getpass.getuser()
    install = [str(program("mariadb-install-db")), "--no-defaults", f"--user={user}", f"--datadir={data}"]
    install += ["--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(install, check=True, capture_output=True)
    command = [str(program("mariadbd")), "--no-defaults", f"--user={user}", f"--datadir={data}"]
    command += [f"--socket={socket}", f"--pid-file={folder}/database.pid", "--skip-networking"]
    setting.stack.enter_context(running(command, log=folder / "database.log"))
    ask = [str(program("mariadb")), "--no-defaults", f"--socket={socket}", "--user=root", "--execute"]
    deadline = time.monotonic() + PATIENCE
    while subprocess.run([*ask, "select 1"], capture_output=True).returncode:
        if time.monotonic() > deadline:
            raise Unanswered(f"MariaDB did not come up: {(folder / 'database.log').read_text()[-2000:]}")
        time.sleep(0.1)
    account = (
        ""
        if user == "root"
        else f"create user '{user}'@localhost; grant all on bench.* to '{user}'@localhost;"
    )
    subprocess.run(
        [*ask, f"create database bench character set utf8mb4; {account}"], check=True, capture_output=True
    )


def _php(setting: Setting, folder: Path) -> None:
    user = f"user = {getpass.getuser()}" if os.geteuid() == 0 else ""
    (folder / "php.conf").write_text(POOL.substitute(folder=folder, user=user), "utf-8")
    command = [str(program("php-fpm*")), "-y", str(folder / "php.conf"), "-F"]
    command += ["-R"] if os.geteuid() == 0 else []
    setting.stack.enter_context(running(command, log=folder / "php-said.log"))
    deadline = time.monotonic() + PATIENCE
    while not (folder / "php.sock").exists():
        if time.monotonic() > deadline:
            raise Unanswered(f"PHP did not come up: {(folder / 'php-said.log').read_text()[-2000:]}")
        time.sleep(0.05)


def _install(url: str, password: str) -> None:
    form = {
        "weblog_title": "A digest",
        "user_name": "bench",
        "admin_password": password,
        "admin_password2": password,
        "admin_email": "bench@example.org",
        "pw_weak": "1",
        "blog_public": "0",
        "language": "",
    }
    with urlopen(
        f"{url}/wp-admin/install.php?step=2", data=urlencode(form).encode(), timeout=PATIENCE
    ) as answer:
        said = answer.read().decode()
    if "wp-login.php" not in said:
        raise Unanswered(f"WordPress was not installed; its form said:\n{said[-2000:]}")


def _post(url: str, password: str, page: Page) -> str:
    """Publish one post, and say its address."""
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in page.paragraphs)
    site = xmlrpc.client.ServerProxy(f"{url}/xmlrpc.php")
    content = {"post_status": "publish", "post_title": page.title, "post_content": text}
    key = site.wp.newPost(1, "bench", password, content)
    found = site.wp.getPost(1, "bench", password, key, ["link"])
    assert isinstance(found, dict)
    return str(found["link"])
