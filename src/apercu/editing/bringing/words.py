"""The codes of reading and importing as sentences: what happened, and where something is to do, what."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apercu.content.rules import Problem

NOT_PUBLISHED = "not-published-"

KINDS: Mapping[str, Promise] = {
    "wordpress": _("A WordPress export"),
    "feed": _("A feed"),
    "web_page": _("A saved page"),
    "page_capture": _("The text of a page"),
    "markdown": _("A Markdown file"),
}

REFUSALS: Mapping[str, Promise] = {
    "not-a-file": _("This is no file."),
    "not-found": _("There is no such file."),
    "unreadable-file": _("The file could not be opened."),
    "unreadable-folder": _("The folder may not be read."),
    "symlink-loop": _("A link leads back to where it came from."),
    "too-large": _("The file is too large."),
    "empty-file": _("The file is empty."),
    "binary-file": _("This is not a text: save it as text or HTML first."),
    "nul-byte": _("The file has characters no text has. Save it as UTF-8."),
    "line-too-long": _("A line of the file is too long. Is it the right file?"),
    "too-deep": _("The file is nested too deeply; it is damaged."),
    "unknown-kind": _("It could not be told what this file is. Is it the right one?"),
    "front-matter-missing": _("A Markdown file begins with a line of three hyphens."),
    "front-matter-unreadable": _("The lines between the hyphens could not be read."),
    "front-matter-wrong-type": _("A value above the text is of the wrong kind."),
    "missing-title": _("The summary has no title."),
    "missing-month": _("The digest has no month."),
    "month-unreadable": _("The month is none; write it as 2021-06."),
    "xml-entities": _(
        "The file declares entities of its own. Exports and feeds of blogs do not, so it was refused."
    ),
}

LEFT_OUT: Mapping[str, Promise] = {
    "left-out-page": _("A page, not a post: make a page of the site of it, if you want it."),
    "left-out-attachment": _("An uploaded file; images that posts show are told with the post."),
    "left-out-comment": _("A comment: this site has none."),
    "left-out-revision": _("An earlier version of a post."),
    "left-out-menu-item": _("A line of a menu."),
    "left-out-in-trash": _("It was in the blog’s trash."),
    "left-out-automatic-draft": _("An empty draft the blog made by itself."),
    "left-out-other-type": _("Something a plugin of the blog made."),
    "left-out-empty": _("It has neither title nor text."),
    "left-out-too-large": _("It is longer than any post."),
    "left-out-broken": _("The file breaks off in the middle of it."),
}

ABOUT_FILE: Mapping[str, Promise] = {
    "decoded-utf-16": _("The file was UTF-16."),
    "decoded-windows-1252": _("The file was not UTF-8; look at accents and quotation marks."),
    "cut-character": _("The file ends inside a character: get the whole file."),
    "no-entries": _("No summary was found. Is it the right file?"),
    "text-without-title": _("Text whose title is lost belongs to no summary; look below."),
    "xml-broken": _(
        "The file is broken from here on. What stands before was read; export it again for the rest."
    ),
    "characters-replaced": _("So many characters could not be read or may not stand in a page."),
    "teaser-kept": _("The month has a teaser of an editor’s, which stays."),
    "month-not-published": _("The month lacks something, or you may not publish months."),
}

ABOUT_ENTRY: Mapping[str, Promise] = {
    "no-month": _("No month was found. Give it one."),
    "month-like-title": _("The title reads like a month. Is it one?"),
    "title-doubled": _("The title was printed twice."),
    "series-note": _("The line under the title became the first paragraph."),
    "no-citation": _("No citation was found. Add the article."),
    "citation-unread": _("The citation could not be read. Add the article by hand."),
    "citation-partly-read": _("A part of the citation was not understood. Check the article."),
    "citation-caveat": _("The citation is unusual. Check the article."),
    "citation-below": _("The citation was found at the end of the post."),
    "no-text": _("No text was found above the practice implications."),
    "no-implications": _("No practice implications were found. Write them, or mark them in the text."),
    "implications-twice": _("There are two headings for practice implications: are these two summaries?"),
    "possible-title": _("A line in the text looks like the title of another summary."),
    "cut-off": _("The file ends in the middle of this text."),
    "control-characters": _("Characters that no page may carry were taken out."),
    "unknown-key": _("A key above the text is not known and was ignored."),
    "missing-kind": _("The file does not say what it is; it was read as a summary."),
    "language-unknown": _("The language is neither English nor French; it was ignored."),
    "article-unreadable": _("An article could not be read and was left out."),
    "correction-unreadable": _("A correction lacks its date or its text and was left out."),
    "link-dropped": _("A link that is none became plain text."),
    "not-public-there": _("It was not public on the blog: it is a draft here, in no month."),
    "untitled": _("It had no title; its first words became one."),
    "shortcode-unknown": _("A code of a plugin was taken out; look whether something is missing."),
    "gallery-left-out": _("A gallery of images was left out."),
    "embed-left-out": _("A video, a sound or a frame from elsewhere was left out."),
    "cover-left-out": _("The image above the post was left out."),
    "excerpt-only": _("The feed has only the beginning of the text. Export the blog, or paste the rest."),
    "excerpt-left-out": _("The excerpt is too long for a gist and was left out."),
    "address-taken": _("Its old address leads to another summary."),
    "article-already-summarised": _("Another summary is about the same article. Are both wanted?"),
    "edited-here": _("The blog’s text changed, and so did ours: ours stays. Compare the two."),
    "identifier-of-another-title": _("The identifier is that of an article with another title. Check it."),
    "image-kept": _("An image is kept in the desk’s library; texts of summaries show none."),
    "image-left-out": _("An image was left out."),
    "image-unreadable": _("An image was left out: its file is no image we know."),
    "new-text-is-a-draft": _("The blog’s text changed: a draft waits for you to publish it."),
    "not-imported": _("Something went wrong with this one; nothing of it was kept."),
    "same-entry-above": _("The same summary stands further up in the file."),
    "slug-mended": _("Its address had characters an address cannot have."),
    "slug-taken": _("Another summary has this address; a new one was made from the title."),
    "title-too-long": _("The title has more than 500 characters. Shorten it."),
    "unknown-label": _("A category or tag is neither a topic nor a research type here."),
    "unknown-topic": _("There is no topic of this name. Add it, or an alias."),
    "unknown-type": _("There is no research type of this name. Add it, or an alias."),
}

SENTENCES: Mapping[str, Promise] = {**ABOUT_FILE, **ABOUT_ENTRY, **LEFT_OUT, **REFUSALS}


def sentence(code: str) -> str:
    """What a code says, in the language being spoken; the code itself where there are no words for it."""
    if code.startswith(NOT_PUBLISHED):
        why = Problem(code=code.removeprefix(NOT_PUBLISHED), field="").sentence
        return gettext("It was not published: %(why)s") % {"why": why}
    return str(SENTENCES.get(code, code))


def refused(code: str, detail: str) -> str:
    """Why a file cannot be brought in."""
    return f"{sentence(code)} ({detail})" if detail else sentence(code)
