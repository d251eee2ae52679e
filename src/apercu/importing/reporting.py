"""The report of a run: plain values, and the JSON that `--report` writes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from apercu.importing.models import Batch, Outcome
from apercu.sources.cleaning import word_count
from apercu.sources.draft import Caveat, Header, LeftOut, SummaryDraft
from apercu.sources.streams import Reading

MOST_LEFTOVER = 500  # lines kept with a batch; the command's report has them all


@dataclass(kw_only=True)
class ItemReport:
    """What became of one entry."""

    title: str
    outcome: Outcome
    month: str | None = None
    caveats: list[Caveat] = field(default_factory=list)
    citation: str | None = None
    reference: dict[str, Any] | None = None
    topics: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    body_words: int = 0
    implications_words: int = 0
    slug: str = ""
    published: bool = False
    summary_id: int | None = None

    @classmethod
    def of(cls, draft: SummaryDraft, outcome: Outcome, **known: Any) -> ItemReport:
        """The report of a draft that was read, whatever became of it."""
        return cls(
            title=draft.title,
            outcome=outcome,
            month=draft.month,
            citation=draft.citation,
            reference=draft.references[0].to_csl() if draft.references else None,
            body_words=word_count(draft.body),
            implications_words=word_count(draft.implications),
            **known,
        )

    @classmethod
    def failed(cls, draft: SummaryDraft, why: Caveat) -> ItemReport:
        return cls.of(draft, Outcome.FAILED, caveats=[*draft.caveats, why], slug=draft.slug)

    @classmethod
    def left_out(cls, piece: LeftOut) -> ItemReport:
        """The report of an item that becomes no entry."""
        line = f"line {piece.line}" if piece.line else ""
        detail = ", ".join(filter(None, (piece.detail, line)))
        return cls(
            title=piece.title, outcome=Outcome.LEFT_OUT, caveats=[Caveat(code=piece.code, detail=detail)]
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "month": self.month,
            "outcome": str(self.outcome),
            "warnings": [caveat.code for caveat in self.caveats],
            "details": _details(self.caveats),
            "citation": self.citation,
            "reference": self.reference,
            "topics": self.topics,
            "types": self.types,
            "body_words": self.body_words,
            "implications_words": self.implications_words,
            "slug": self.slug,
            "published": self.published,
        }


@dataclass(kw_only=True)
class FileReport:
    """What became of one file; `error` where it could not be read at all."""

    path: str
    kind: str | None = None
    header: Header = field(default_factory=Header)
    items: list[ItemReport] = field(default_factory=list)
    leftover: tuple[str, ...] = ()
    caveats: list[Caveat] = field(default_factory=list)
    error: Caveat | None = None

    def complete(self, reading: Reading) -> None:
        """Take what is known of a file once all of it was read."""
        self.header = reading.header
        self.leftover = tuple(reading.leftover)
        self.caveats = [*reading.caveats, *self.caveats]

    def as_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "kind": self.kind,
            "header": {
                "intro": self.header.intro,
                "teaser": self.header.teaser,
                "topics": list(self.header.topics),
                "types": list(self.header.types),
                "language_notice": self.header.language_notice,
            },
            "items": [item.as_json() for item in self.items],
            "leftover": list(self.leftover),
            "warnings": [caveat.code for caveat in self.caveats],
            "details": _details(self.caveats),
            "error": {"code": self.error.code, "detail": self.error.detail} if self.error else None,
        }


@dataclass(kw_only=True)
class Report:
    """Everything one run did."""

    files: list[FileReport] = field(default_factory=list)
    caveats: list[Caveat] = field(default_factory=list)

    @property
    def every_caveat(self) -> list[Caveat]:
        """What there is to say of the files and of the run, their entries aside."""
        return [*(caveat for file in self.files for caveat in file.caveats), *self.caveats]

    @property
    def every_file_was_read(self) -> bool:
        return not any(file.error for file in self.files)

    def totals(self) -> dict[str, Any]:
        """Files, unread files, entries by outcome, and how often each warning was given."""
        items = [item for file in self.files for item in file.items]
        outcomes = Counter(str(item.outcome) for item in items)
        codes = Counter(caveat.code for item in items for caveat in item.caveats)
        return {
            "files": len(self.files),
            "unread": sum(1 for file in self.files if file.error),
            "items": len(items),
            **{str(outcome): outcomes[str(outcome)] for outcome in Outcome},
            "warnings": dict(sorted(codes.items())),
        }

    def as_json(self) -> dict[str, Any]:
        return {
            "files": [file.as_json() for file in self.files],
            "warnings": [caveat.code for caveat in self.caveats],
            "details": _details(self.caveats),
            "totals": self.totals(),
        }


def _details(caveats: list[Caveat]) -> list[dict[str, str]]:
    return [{"code": c.code, "detail": c.detail} for c in caveats if c.detail]


def totals_of_rows(batch: Batch, report: Report) -> dict[str, Any]:
    """The totals of a batch that several runs may have written, from its rows."""
    rows = batch.items.order_by()
    outcomes = dict(rows.values_list("outcome").annotate(count=Count("pk")))
    codes = Counter(
        warning["code"]
        for warnings in rows.values_list("warnings", flat=True).iterator()
        for warning in warnings
    )
    return {
        **report.totals(),
        "items": sum(outcomes.values()),
        **{str(outcome): outcomes.get(str(outcome), 0) for outcome in Outcome},
        "warnings": dict(sorted(codes.items())),
        "notes": [{"code": c.code, "detail": c.detail} for c in report.every_caveat],
        "leftover": [line for file in report.files for line in file.leftover][:MOST_LEFTOVER],
        "leftovers": sum(len(file.leftover) for file in report.files),
    }
