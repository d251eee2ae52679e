"""One page in several mark-ups: pure functions from what is printed on it to the HTML three unlike sites would serve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from apercu.sources.cleaning import text_of
from apercu.sources.draft import SourcePage

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PrintedEntry:
    """One summary as printed."""

    title: str
    month: str  # "2021-06"
    citation: str | None
    body: tuple[str, ...]
    implications: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PrintedPage:
    """One page as printed."""

    intro: tuple[str, ...]
    teaser: str
    topics: tuple[str, ...]
    types: tuple[str, ...]
    entries: tuple[PrintedEntry, ...]


def printed_page(page: SourcePage) -> PrintedPage:
    """What is printed on a page that was read."""
    return PrintedPage(
        intro=tuple(page.header.intro.split("\n\n")),
        teaser=page.header.teaser,
        topics=page.header.topics,
        types=page.header.types,
        entries=tuple(
            PrintedEntry(
                title=draft.title,
                month=draft.month or "",
                citation=draft.citation,
                body=tuple(text_of(draft.body).split("\n\n")),
                implications=tuple(text_of(draft.implications).split("\n\n")),
            )
            for draft in page.summaries
        ),
    )


def as_cms_view(page: PrintedPage) -> str:
    """A content system's view: months and titles as headings, an exposed filter form, a cookie banner."""
    rows = []
    for month, entries in _by_month(page):
        rows.append(f"<h2>{month}</h2>")
        rows.extend(_cms_row(entry) for entry in entries)
    return f"""<!DOCTYPE html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><title>Blog | The network</title>
<script>window.dataLayer = ["Practice Implications"]; if (1 < 2) document.write("<p>June 2001</p>")</script>
<style>.views-row > h3 {{ color: teal }}</style></head>
<body class="layout-one-sidebar has-sidebar path-blog">
<a href="#main-content" class="visually-hidden skip-link">Skip to main content</a>
<div id="sliding-popup" class="eu-cookie-compliance"><p>We use cookies on this site.</p><button>OK, I agree</button></div>
<header role="banner"><div class="site-name"><a href="/">The network</a></div>
<nav class="menu--main"><ul><li><a href="/about">About</a></li><li><a href="/blog">Blog</a></li></ul></nav></header>
<aside class="sidebar-first"><h2>Archives</h2><ul><li><a href="/a">June 2001</a></li><li>May 2001</li></ul></aside>
<main role="main"><a id="main-content" tabindex="-1"></a>
<h1 class="page-title">Blog</h1>
<div class="view-header">{_paragraphs(page.intro)}
<h2>This month...</h2>
<p>{escape(page.teaser)}</p></div>
<form class="views-exposed-form" action="/blog" method="get">
<div class="form-item"><label for="edit-type">Type of Research</label>
<select id="edit-type" name="type"><option value="All">- Any -</option>{_options(page.types)}</select></div>
<div class="form-item"><label for="edit-topic">Topics</label>
<select id="edit-topic" name="topic"><option value="All" selected>- Any -</option>{_options(page.topics)}</select></div>
<button type="submit">Apply</button></form>
<div class="view-content">
{"".join(rows)}
</div>
<nav class="pager"><ul><li class="pager__item"><a href="?page=1">Next ›</a></li></ul></nav>
</main>
<footer role="contentinfo"><p>© The network. All rights reserved.</p></footer>
<template><h3>June 2001</h3></template><!-- Practice Implications -->
</body></html>
"""


def as_wordpress(page: PrintedPage) -> str:
    """A weblog theme: one article an entry, the month only in its byline, the topics in a sidebar."""
    articles = "".join(_wordpress_article(entry) for entry in page.entries)
    topics = "".join(
        f'<li class="cat-item"><a href="/t/{n}">{escape(t)}</a></li>' for n, t in enumerate(page.topics)
    )
    types = "".join(f"<li><a href='/y'>{escape(name)}</a></li>" for name in page.types)
    return f"""<!doctype html><html><head><title>Blog</title></head>
<body class="blog hfeed has-sidebar">
<div id="page" class="site">
<header id="masthead" class="site-header"><p class="site-title"><a href="/" rel="home">The network</a></p>
<nav id="site-navigation"><button class="menu-toggle">Menu</button><div class="menu"><ul><li><a href="/">Home</a></li>
</ul></div></nav></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">
<header class="page-header"><h1 class="page-title">Blog</h1>
<div class="archive-description">{_paragraphs(page.intro)}<p><strong>This month...</strong></p><p>{escape(page.teaser)}</p>
</div></header>
{articles}
<nav class="navigation posts-navigation"><a href="/page/2/">Older posts</a></nav>
</main></div>
<aside id="secondary" class="widget-area">
<section class="widget"><h2 class="widget-title">Type of Research</h2><ul>{types}</ul></section>
<section class="widget"><h2 class="widget-title">Topics</h2><ul>{topics}</ul></section>
<section class="widget"><h2 class="widget-title">Archives</h2><ul><li><a>June 2001</a></li></ul></section>
</aside></div>
<footer id="colophon" class="site-footer">Proudly powered by a weblog</footer></div>
<script type="text/javascript">var a = "<h2 class='entry-title'>Not a title</h2>";</script>
</body></html>
"""


def as_table(page: PrintedPage) -> str:
    """A page by hand, about 2003: tables, line breaks, capitals, tags left open, no heading at all."""
    lines = [*(escape(text) for text in page.intro), "<B>This month...</B>", escape(page.teaser)]
    lines += ["<B>Type of Research</B>", *map(escape, page.types), "<B>Topics</B>"]
    lines += ["- <A HREF='blog.asp?t=0'>ALL Topics (clear)</A>"]
    lines += [
        f"- <A HREF='blog.asp?t={number}'>{escape(name)}</A>"
        for number, name in enumerate(page.topics, start=1)
    ]
    for month, entries in _by_month(page):
        lines.append(f"<FONT SIZE=4>{month}</FONT>")
        for entry in entries:
            lines.append(f"<B>{escape(entry.title)}</B>")
            lines += [f"<I>{escape(entry.citation)}</I>"] if entry.citation else []
            lines += map(escape, entry.body)
            lines.append("<U>Practice Implications</U>")
            lines += map(escape, entry.implications)
    text = "<BR>\n<BR>".join(lines)
    return f"""<HTML><BODY BGCOLOR=white>
<TABLE WIDTH=100% BORDER=0><TR><TD COLSPAN=2><FONT SIZE=6>Blog</FONT>
<TR><TD WIDTH=120 VALIGN=top><A HREF=index.asp>Home</A><BR><A HREF=about.asp>About us</A>
<TD>{text}<P></TABLE>
<CENTER>© The network</CENTER></BODY></HTML>
"""


MARKUPS = {"cms view": as_cms_view, "wordpress": as_wordpress, "table": as_table}


def _by_month(page: PrintedPage) -> Iterator[tuple[str, list[PrintedEntry]]]:
    months: dict[str, list[PrintedEntry]] = {}
    for entry in page.entries:
        months.setdefault(entry.month, []).append(entry)
    for month, entries in months.items():
        year, number = month.split("-")
        yield f"{_MONTHS[int(number) - 1]} {year}", entries


def _cms_row(entry: PrintedEntry) -> str:
    citation = (
        f'<div class="views-field-citation"><em>{escape(entry.citation)}</em></div>' if entry.citation else ""
    )
    return f"""<div class="views-row"><article class="node node--type-blog">
<h3 class="title"><a href="/node/1" rel="bookmark"><span>{escape(entry.title)}</span></a></h3>
{citation}
<div class="field body">{_paragraphs(entry.body)}
<h4>Practice Implications</h4>
{_paragraphs(entry.implications)}</div></article></div>
"""


def _wordpress_article(entry: PrintedEntry) -> str:
    year, number = entry.month.split("-")
    date = f"{_MONTHS[int(number) - 1]} 15, {year}"
    citation = f"<p>{escape(entry.citation)}</p>" if entry.citation else ""
    return f"""<article id="post-1" class="post type-post hentry category-blog">
<header class="entry-header"><h2 class="entry-title"><a href="https://example.org/p">{escape(entry.title)}</a></h2>
<div class="entry-meta"><span>Posted on <a href="/d"><time datetime="{entry.month}-15">{date}</time></a></span>
<span class="byline"> by <a href="/author/q">Ana Quill</a></span></div></header>
<div class="entry-content">
{citation}
{_paragraphs(entry.body)}
<p><strong>Practice Implications</strong></p>
{_paragraphs(entry.implications)}
<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="/s">Tweet</a></li></ul></div>
</div>
<footer class="entry-footer"><span>Posted in <a href="/c">Blog</a></span> <a href="#respond">Leave a comment</a></footer>
</article>
"""


def _paragraphs(texts: tuple[str, ...]) -> str:
    """Paragraphs, their source wrapped and indented as an editor's program does."""
    return "".join(f"<p>\n  {escape(text).replace('. ', '.' + chr(10) + '  ')}\n</p>\n" for text in texts)


def _options(names: tuple[str, ...]) -> str:
    return "".join(f'<option value="{number}">{escape(name)}</option>' for number, name in enumerate(names))
