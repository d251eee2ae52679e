"""A plain Wagtail site: the project `wagtail start` makes, with one article of a StreamField."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measuring import environment_of
from tests.bench.peers.in_python import granian
from tests.bench.peers.peer import Peer, Running, Setting

NAME = "a plain Wagtail site"
MODELS = """

from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import RichTextField, StreamField


class ArticlePage(Page):
    introduction = RichTextField(blank=True)
    body = StreamField([("heading", CharBlock()), ("paragraph", RichTextBlock())])
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
"""
TEMPLATE = """{% extends "base.html" %}
{% load wagtailcore_tags %}
{% block content %}
<h1>{{ page.title }}</h1>
{{ page.introduction|richtext }}
{% for block in page.body %}{% if block.block_type == "heading" %}<h2>{{ block.value }}</h2>
{% else %}{% include_block block %}{% endif %}{% endfor %}
{% endblock %}
"""
# A site in use: no debugging, compressed answers, the database kept open.
SETTINGS = """
from .base import *
DEBUG = False
SECRET_KEY = "only measured"
ALLOWED_HOSTS = ["*"]
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]
DATABASES["default"]["CONN_MAX_AGE"] = None
"""
ARTICLE = """
import json, sys
from home.models import ArticlePage, HomePage
given = json.loads({given!r})
page = ArticlePage(title=given["title"], slug="article", introduction="<p>" + given["paragraphs"][0] + "</p>",
    body=[("paragraph", "<p>" + one + "</p>") for one in given["paragraphs"][1:]])
HomePage.objects.get().add_child(instance=page)
page.save_revision().publish()
"""


def start(setting: Setting) -> Iterator[Running]:
    """Make the project, fill it, serve it."""
    folder = setting.room("wagtail")
    environment = environment_of(folder)
    program = Path(sys.executable).parent / "wagtail"
    _run([str(program), "start", "plain", str(folder)], environment, folder)
    models = folder / "home" / "models.py"
    models.write_text(models.read_text("utf-8") + MODELS, "utf-8")
    (folder / "home" / "templates" / "home" / "article_page.html").write_text(TEMPLATE, "utf-8")
    (folder / "plain" / "settings" / "bench.py").write_text(SETTINGS, "utf-8")
    environment["DJANGO_SETTINGS_MODULE"] = "plain.settings.bench"
    given = json.dumps({"title": setting.page.title, "paragraphs": setting.page.paragraphs})
    for command in (
        ["makemigrations", "home"],
        ["migrate"],
        ["collectstatic", "--noinput"],
        ["shell", "--command", ARTICLE.format(given=given)],
    ):
        _run([sys.executable, "manage.py", *command], environment, folder)
    told = {"DJANGO_SETTINGS_MODULE": "plain.settings.bench"}
    log = folder / "granian.log"
    url = granian(setting, "plain.wsgi:application", log, told, cwd=folder, path="/article/")
    yield Running(name=NAME, url=f"{url}/article/")


PEER = Peer(start=start)


def _run(command: list[str], environment: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        command, env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} failed while setting Wagtail up:\n{done.stdout[-2000:]}")
