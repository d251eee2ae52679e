"""A look-up: each service asked at most once, by the identifiers known by then; who cannot answer is told of.

Crossref, Europe PMC and OpenAlex have a look-up by DOI. PubMed's takes its own number: by DOI it would need a
search first. Europe PMC and OpenAlex tell that number, so PubMed is asked after them, with one request.
"""

from __future__ import annotations

import datetime

from apercu.citations.identifying import Identifiers
from apercu.fetching import Client, RateLimited, Unfetchable
from apercu.lookup import crossref, doi_org, europepmc, openalex, pubmed
from apercu.lookup.answers import Answer, Failure
from apercu.lookup.merged import Found
from apercu.lookup.merging import merge
from apercu.lookup.questions import Service
from apercu.lookup.settings import LookupSettings
from apercu.lookup.unanswered import NotFound, Unanswered, Unreadable

_IN_ORDER: tuple[Service, ...] = (crossref, pubmed, europepmc, openalex)


def look_up(
    identifiers: Identifiers, *, client: Client, settings: LookupSettings, at: datetime.datetime
) -> Found:
    """What the services know of an article; never raises for what a service does or does not do.

    At most one request is made of each service. doi.org is asked only where Crossref does not know the DOI.
    """
    asking = _Asking(identifiers, client, settings)
    waiting = [service for service in _IN_ORDER if service.SERVICE in settings.services]
    while ready := next((service for service in waiting if service.can_ask(asking.known)), None):
        waiting.remove(ready)
        asking.ask(ready)
    for service in waiting:
        asking.not_asked.append(Failure(service=service.SERVICE, code="no-identifier"))
    _ask_registry(asking, settings)
    for name in (service.SERVICE for service in (*_IN_ORDER, doi_org)):
        if name not in settings.services:
            asking.not_asked.append(Failure(service=name, code="switched-off"))
    return Found(
        asked=identifiers,
        at=at,
        answers=tuple(asking.answers),
        merged=merge(asking.answers),
        failed=tuple(asking.failed),
        not_asked=tuple(asking.not_asked),
    )


class _Asking:
    """One look-up under way."""

    def __init__(self, identifiers: Identifiers, client: Client, settings: LookupSettings) -> None:
        self.known = identifiers
        self.answers: list[Answer] = []
        self.failed: list[Failure] = []
        self.not_asked: list[Failure] = []
        self._client = client
        self._settings = settings
        self._deadline = client.deadline(settings.patience)

    def ask(self, service: Service) -> None:
        """Ask one service and learn the identifiers it tells."""
        name = service.SERVICE
        left = datetime.timedelta(seconds=self._deadline.left())
        if not left:
            self.not_asked.append(Failure(service=name, code="no-time"))
            return
        try:
            answer = self._answer(service, left)
        except (Unfetchable, Unanswered) as failure:
            self.failed.append(failure_of(name, failure))
        else:
            self.answers.append(answer)
            self.known = self.known.with_more(answer.identifiers)

    def _answer(self, service: Service, left: datetime.timedelta) -> Answer:
        question = service.question(self.known, self._settings)
        reply = self._client.get(
            question.url,
            params=question.params,
            headers=question.headers,
            max_age=self._settings.max_age,
            within=left,
        )
        try:
            return service.read(reply, asked=self.known)
        except Unreadable:
            self._client.forget(reply)  # the next one may be whole
            raise


def _ask_registry(asking: _Asking, settings: LookupSettings) -> None:
    """doi.org, where it can help: for a DOI that Crossref does not know, or was not asked about."""
    if doi_org.SERVICE not in settings.services:
        return
    crossref_knows_not = crossref.SERVICE not in settings.services or any(
        failure.service == crossref.SERVICE and failure.code == NotFound.code for failure in asking.failed
    )
    if not doi_org.can_ask(asking.known):
        asking.not_asked.append(Failure(service=doi_org.SERVICE, code="no-identifier"))
    elif crossref_knows_not:
        asking.ask(doi_org)
    else:
        asking.not_asked.append(Failure(service=doi_org.SERVICE, code="not-needed"))


def failure_of(service: str, failure: Unfetchable | Unanswered) -> Failure:
    """What is told of a service that gave no answer."""
    if isinstance(failure, Unanswered):
        return Failure(service=service, code=failure.code, detail=failure.detail)
    return Failure(
        service=service,
        code=failure.code,
        retry_at=failure.retry_at if isinstance(failure, RateLimited) else None,
        detail=str(failure),
    )
