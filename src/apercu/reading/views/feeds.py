"""Feeds: summaries (all, of a term, of a reader's choices) and digests, as Atom or JSON Feed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apercu.content.models import ResearchType, Topic
from apercu.reading import addresses, asking, finding, whole
from apercu.reading.feeds import atom, json_feed
from apercu.reading.feeds.items import (
    Author,
    Entry,
    Feed,
    digest_entries,
    last_update,
    names_of,
    summary_entries,
)
from apercu.reading.machine import addresses as of_machines
from apercu.reading.machine import identity
from apercu.reading.machine.heads import ATOM, JSON_FEED
from apercu.reading.revalidating import revalidated
from apercu.reading.terms import terms, with_present_slugs
from apercu.reading.viewdata.page import Site, site
from apercu.reading.views.answering import moved, moved_to_heir

_WRITERS = {"atom": (atom.write, ATOM), "json": (json_feed.write, JSON_FEED)}


@require_safe
@revalidated
def summaries(_request: HttpRequest, form: str) -> HttpResponse:
    """The newest summaries, whole."""
    return answer_feed(
        form,
        name="feeds/summaries",
        title=_("summaries"),
        path=of_machines.summaries_feed(form),
        home=addresses.home(),
        entries=summary_entries(whole.newest()),
    )


@require_safe
@revalidated
def digests(_request: HttpRequest, form: str) -> HttpResponse:
    """The newest months, whole."""
    return answer_feed(
        form,
        name="feeds/digests",
        title=_("monthly digests"),
        path=of_machines.digests_feed(form),
        home=addresses.archive(),
        entries=digest_entries(),
    )


@require_safe
@revalidated
def topic(_request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The newest summaries on one topic."""
    record = terms().topic(slug)
    if record is None:
        return moved_to_heir(Topic, slug, lambda present: of_machines.topic_feed(present, form))
    return answer_feed(
        form,
        name=f"feeds/topic/{record.pk}",
        title=record.name,
        subtitle=record.description,
        path=of_machines.topic_feed(slug, form),
        home=addresses.topic(slug),
        entries=summary_entries(whole.among(whole.newest(), [whole.with_topic(record)])),
    )


@require_safe
@revalidated
def research_type(_request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The newest summaries of one research type."""
    record = terms().type(slug)
    if record is None:
        return moved_to_heir(ResearchType, slug, lambda present: of_machines.type_feed(present, form))
    return answer_feed(
        form,
        name=f"feeds/type/{record.pk}",
        title=record.name,
        subtitle=record.description,
        path=of_machines.type_feed(slug, form),
        home=addresses.research_type(slug),
        entries=summary_entries(whole.among(whole.newest(), [whole.of_type(record)])),
    )


@require_safe
@revalidated
def browse(request: HttpRequest, form: str) -> HttpResponse:
    """The newest of the summaries a reader's words and choices find."""
    asked = asking.read({**dict(request.GET.lists()), "page": []}).sorted_by("")
    if (present := with_present_slugs(asked)) != asked:
        return moved(of_machines.browse_feed(present, form))
    if not asked.narrows:
        return moved(of_machines.summaries_feed(form))
    return answer_feed(
        form,
        name=f"feeds/summaries?{asked.query}",
        title=", ".join(names_of(asked)),
        path=of_machines.browse_feed(asked, form),
        home=addresses.browse(asked),
        entries=summary_entries(whole.among(whole.newest(), [finding.every_key(asked)])),
    )


def answer_feed(
    form: str,
    *,
    name: str,
    title: str,
    path: str,
    home: str,
    entries: tuple[Entry, ...],
    subtitle: str = "",
) -> HttpResponse:
    """A feed in its format; `name` is what it is for ever, whatever its address."""
    frame = site()
    feed = Feed(
        id=identity.of_feed(f"{name}#{addresses.spoken()}"),
        title=_("%(name)s: %(title)s") % {"name": frame.name, "title": title},
        subtitle=subtitle or frame.tagline,
        address=addresses.absolute(path),
        home=addresses.absolute(home),
        updated=last_update(entries),
        language=addresses.spoken(),
        entries=entries,
        author=_author(frame),
        licence=_rights(frame),
        licence_address=frame.licence_address,
    )
    write, media_type = _WRITERS[form]
    return HttpResponse(write(feed), content_type=f"{media_type}; charset=utf-8")


def _author(frame: Site) -> Author:
    return Author(name=frame.publisher or frame.name, address=frame.publisher_address)


def _rights(frame: Site) -> str:
    if not frame.licence:
        return _("All rights reserved: %(name)s") % {"name": frame.publisher or frame.name}
    return _("The summaries are licensed under %(licence)s.") % {"licence": frame.licence}
