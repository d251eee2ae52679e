"""What stands above the values on the screen: put together from the look-up, the paste and the archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from apercu.citations.recognising import Pasted, Work
from apercu.citations.reference import Reference
from apercu.content import adding
from apercu.content.models import Article
from apercu.editing.adding import looking, seeing
from apercu.editing.adding.columns import LABELS
from apercu.editing.adding.proposing import Proposal
from apercu.editing.adding.sentences import (
    KINDS_OF_PASTE,
    caveat_sentences,
    failure_sentence,
    name_of_source,
)


@dataclass(frozen=True, kw_only=True)
class Around:
    """What stands above the values."""

    kind: str = ""
    notices: tuple[seeing.NoticeLine, ...] = ()
    is_about: tuple[str, ...] = ()
    here: seeing.Here | None = None
    alike: tuple[seeing.Here, ...] = ()
    candidates: tuple[seeing.CandidateLine, ...] = ()
    failures: tuple[str, ...] = ()
    nobody_answered: bool = False
    cautions: tuple[str, ...] = ()
    losses: tuple[seeing.LossLine, ...] = ()
    unread: str = ""


def around(
    *,
    pasted: Pasted,
    work: Work,
    looked: looking.Looked,
    sought: looking.Sought,
    proposal: Proposal,
    user: Any,
) -> Around:
    """Everything there is to say about a work before it is saved."""
    reference = proposal.reference()
    known = adding.find_article(reference)
    return Around(
        kind=str(KINDS_OF_PASTE.get(pasted.kind, "")),
        notices=tuple(seeing.notices(proposal.notices)),
        is_about=looked.is_about,
        here=_here(known, reference, user),
        alike=_alike(known, reference, user),
        candidates=tuple(seeing.candidate_lines(sought.candidates)),
        failures=_failures((*looked.failed, *sought.failed)),
        nobody_answered=looked.proposal is None and not sought.candidates,
        cautions=_cautions(work, looked, proposal),
        losses=tuple(seeing.loss_lines(pasted.losses)),
        unread=work.unread,
    )


def around_again(*, proposal: Proposal, reference: Reference, here: Article | None, user: Any) -> Around:
    """What there is to say once more, after something was typed wrongly or stood in the way."""
    known = here or adding.find_article(reference)
    return Around(notices=tuple(seeing.notices(proposal.notices)), here=_here(known, reference, user))


def _here(known: Article | None, reference: Reference, user: Any) -> seeing.Here | None:
    if known is None:
        return None
    may_change = user.has_perm("content.change_article")
    missing = adding.missing_values(known, reference) if may_change else {}
    return seeing.here(known, user=user, missing=[str(LABELS[column]) for column in missing])


def _alike(known: Article | None, reference: Reference, user: Any) -> tuple[seeing.Here, ...]:
    """Other articles with the same title; none where the article itself is here."""
    if known is not None:
        return ()
    return tuple(seeing.here(article, user=user) for article in adding.articles_alike(reference))


def _failures(failed: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Who did not answer; one sentence where nobody was asked."""
    if failed and all(code == "offline" for _source, code in failed):
        return (gettext("Nobody was asked: looking up is switched off on this site."),)
    sentences = (failure_sentence(source, code) if source else code for source, code in failed)
    return tuple(dict.fromkeys(sentences))


def _cautions(work: Work, looked: looking.Looked, proposal: Proposal) -> tuple[str, ...]:
    """What to look at: an answer about another work, old answers, names in capitals, a damaged reference."""
    cautions = []
    if proposal.differing_title:
        cautions.append(
            gettext("What you pasted is called “%(title)s”. What was found is another work: check the DOI.")
            % {"title": proposal.differing_title}
        )
    cautions += [
        gettext("%(source)s does not answer now; this is what it said before.")
        % {"source": name_of_source(source)}
        for source in looked.stale
    ]
    for name, is_certain in looked.appeared_as:
        certain = gettext("This is a preprint. It has appeared as an article: %(name)s")
        guessed = gettext("This is a preprint. It has probably appeared as an article: %(name)s")
        cautions.append((certain if is_certain else guessed) % {"name": name})
    codes = looked.caveats if looked.proposal else work.caveats
    return (*cautions, *caveat_sentences(codes))
