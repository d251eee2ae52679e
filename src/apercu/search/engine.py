"""The search engine, tantivy, behind one door: nothing else imports it (docs/decisions/0001).

An `Engine` is an index in memory or in a folder; its `view` is what it held at one moment, and stays so while
others write. The engine cuts texts at spaces only: words are read in `search/words`.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import tantivy
from tantivy import Occur, Query

from apercu.search.schema import FIELDS, Entry, Field, FieldKind, Kept
from apercu.search.wanted import (
    All,
    Best,
    Between,
    Everything,
    InOrder,
    OneOf,
    Prepared,
    Start,
    Term,
    Unscored,
    Wanted,
    Weighted,
)

HEAP = 64_000_000  # bytes a writer may fill before it writes a part of the index
_SPACES = "spaces"
_LARGEST = 2**63 - 1


class Damaged(Exception):
    """An index that cannot be read: it has to be built anew."""


class Hit(NamedTuple):
    """An entry that was found."""

    key: int
    score: float
    place: Any = None  # where the view keeps it


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What to count: how many of the entries that fit carry each value of a field."""

    field: Field
    filters: tuple[Wanted, ...] = ()


class Engine:
    """An index, in memory where no folder is given."""

    def __init__(self, folder: Path | None = None, *, is_there: bool = False) -> None:
        """Open the index in this folder, or make one there; Damaged where it cannot be read.

        With `is_there` it is Damaged, too, where there is none.
        """
        if is_there and not (folder and folder.is_dir()):
            raise Damaged(f"There is no index in {folder}.")
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        with _readable():
            self._schema = _schema()
            # The newest entry of a part stands first in it, and so first among entries of one score.
            if is_there and not tantivy.Index.exists(str(folder)):
                raise Damaged(f"There is no index in {folder}.")
            self._index = tantivy.Index(
                self._schema,
                path=str(folder) if folder else None,
                sort_by_field=str(Field.NEWEST),
                sort_order=tantivy.Order.Desc,
            )
            self._index.register_tokenizer(
                _SPACES, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            )
            self._index.config_reader(reload_policy="manual")
            self._index.reload()

    def reload(self) -> None:
        """See what others wrote into the folder."""
        with _readable():
            self._index.reload()

    def view(self) -> View:
        """What the index holds now."""
        with _readable():
            return View(self._index.searcher(), self._schema)

    @contextmanager
    def writing(self, *, heap: int = HEAP) -> Iterator[Writer]:
        """Put in and take out; all of it is there at the end of the block, or nothing when it fails."""
        with _readable():
            writer = self._index.writer(heap, 1)
        try:
            yield Writer(writer, self._schema)
        except BaseException:
            writer.rollback()
            writer.wait_merging_threads()
            raise
        with _readable():
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()


class Writer:
    """Writes into an index."""

    def __init__(self, writer: Any, schema: Any) -> None:
        self._writer = writer
        self._schema = schema

    def put(self, entry: Entry) -> None:
        """Add an entry in the place of one with the same key."""
        self.remove(entry.key)
        self.add(entry)

    def add(self, entry: Entry) -> None:
        """Add an entry that is not there yet."""
        self._writer.add_document(_document(entry))

    def remove(self, key: int) -> None:
        """Take the entry with this key out, if it is there."""
        # By a query: given a term, the binding takes the number for a signed one and finds nothing.
        self._writer.delete_documents_by_query(Query.term_query(self._schema, Field.KEY, key))


class View:
    """An index at one moment."""

    def __init__(self, searcher: Any, schema: Any) -> None:
        self._searcher = searcher
        self._schema = schema

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def prepared(self, wanted: Wanted) -> Prepared:
        """What is wanted in the engine's own form, to be asked more than once."""
        return wanted if isinstance(wanted, Prepared) else Prepared(form=self._query(wanted))

    def best(self, wanted: Wanted, *, limit: int, offset: int = 0) -> list[Hit]:
        """The entries that fit best, the best first; of equals the engine's own order, which stays."""
        return self._found(wanted, limit=limit, offset=offset)

    def best_of_all(self, wanted: Wanted, *, limit: int) -> tuple[list[Hit], int]:
        """The entries that fit best, and how many fit."""
        query = self._query(wanted)
        with _readable():
            result = self._searcher.search(query, limit, count=True)
        return self._hits(result.hits), int(result.count)

    def in_order(self, wanted: Wanted, by: Field, *, limit: int, offset: int = 0) -> list[Hit]:
        """The entries that fit, those with the highest number in a field first."""
        return self._found(wanted, limit=limit, offset=offset, order_by_field=by)

    def count(self, wanted: Wanted) -> int:
        """How many entries fit."""
        query = self._query(wanted)
        with _readable():
            return int(self._searcher.search(query, 1, count=True).count)

    def counts(self, wanted: Wanted, asked: Mapping[str, Counted]) -> dict[str, dict[int, int]]:
        """How many of the entries that fit, and fit each one's filters, carry each value of its field."""
        found: dict[str, dict[int, int]] = {}
        for filters in dict.fromkeys(one.filters for one in asked.values()):
            together = {name: one for name, one in asked.items() if one.filters == filters}
            terms = {
                name: {"terms": {"field": str(one.field), "size": 10_000}} for name, one in together.items()
            }
            query = self._query(All(parts=(Unscored(part=wanted), *filters)))
            with _readable():
                counted = self._searcher.aggregate(query, terms)
            for name in together:
                found[name] = {int(row["key"]): int(row["doc_count"]) for row in counted[name]["buckets"]}
        return found

    def numbers(self, hits: Sequence[Hit], field: Field) -> dict[int, int]:
        """The number each of these entries has in a field, by key."""
        if not hits:
            return {}
        with _readable():
            values = self._searcher.fast_field_values(field, [hit.place for hit in hits])
        return {hit.key: int(value or 0) for hit, value in zip(hits, values, strict=True)}

    def kept(self, hits: Iterable[Hit]) -> list[Kept]:
        """What is kept of these entries to be shown."""
        with _readable():
            return [_kept(self._searcher.doc(hit.place).get_first(Field.KEPT)) for hit in hits]

    def carriers(self, field: Field, text: str) -> int:
        """How many entries have a term in a field."""
        try:  # asked many times a query: no block around it
            return int(self._searcher.doc_freq(field, text))
        except ValueError as error:
            raise Damaged(str(error)) from error

    def terms(self, field: Field, *, start: str = "", limit: int | None = None) -> list[tuple[str, int]]:
        """The terms of a field that begin so, each with the number of its entries."""
        with _readable():
            return [
                (str(text), int(n)) for text, n in self._searcher.terms_with_prefix(field, start, None, limit)
            ]

    def _found(self, wanted: Wanted, *, limit: int, offset: int, **order: Any) -> list[Hit]:
        if limit <= 0:
            return []
        query = self._query(wanted)
        with _readable():
            result = self._searcher.search(query, limit, count=False, offset=offset, **order)
        return self._hits(result.hits)

    def _hits(self, found: Sequence[tuple[Any, Any]]) -> list[Hit]:
        if not found:
            return []
        with _readable():
            keys = self._searcher.fast_field_values(Field.KEY, [place for _score, place in found])
        return [
            Hit(key=int(key), score=float(score), place=place)
            for key, (score, place) in zip(keys, found, strict=True)
        ]

    def _query(self, wanted: Wanted) -> Any:
        """The engine's own form of what is wanted."""
        match wanted:
            case Term():
                return Query.term_query(self._schema, wanted.field, wanted.text, _option(wanted.field))
            case Start():
                return Query.fuzzy_term_query(self._schema, wanted.field, wanted.text, 0, True, True)
            case InOrder():
                return self._in_order(wanted)
            case OneOf():
                return _unscored(self._one_of(wanted))
            case Between():
                return self._between(wanted)
            case Best():
                return Query.disjunction_max_query([self._query(part) for part in wanted.parts], wanted.tie)
            case Weighted():
                return Query.boost_query(self._query(wanted.part), wanted.weight)
            case Unscored():
                return _unscored(self._query(wanted.part))
            case All():
                return self._all(wanted)
            case Prepared():
                return wanted.form
            case Everything():
                return Query.all_query()

    def _in_order(self, wanted: InOrder) -> Any:
        if len(wanted.terms) == 1:
            return self._query(Term(field=wanted.field, text=wanted.terms[0]))
        return Query.phrase_query(self._schema, wanted.field, list(wanted.terms), wanted.slop)

    def _one_of(self, wanted: OneOf) -> Any:
        if wanted.field != Field.KEY:
            return Query.term_set_query(self._schema, wanted.field, list(wanted.numbers))
        # Few among very many: looking each up takes a quarter of the time of running through the set.
        each = [Query.term_query(self._schema, Field.KEY, number) for number in wanted.numbers]
        return Query.boolean_query([(Occur.Should, one) for one in each])

    def _between(self, wanted: Between) -> Any:
        low = 0 if wanted.first is None else wanted.first
        high = _LARGEST if wanted.last is None else wanted.last
        number = tantivy.FieldType.Unsigned
        return _unscored(Query.range_query(self._schema, wanted.field, number, low, high))

    def _all(self, wanted: All) -> Any:
        must = [(Occur.Must, self._query(part)) for part in wanted.parts]
        if wanted.some:
            some = [(Occur.Should, self._query(part)) for part in wanted.some]
            enough = max(1, min(wanted.enough, len(some)))
            must.append((Occur.Must, Query.boolean_query(some, enough)))
        if not must:
            must.append((Occur.Must, _unscored(Query.all_query())))
        rest = [
            *((Occur.MustNot, self._query(part)) for part in wanted.without),
            *((Occur.Should, self._query(part)) for part in wanted.welcome),
        ]
        return Query.boolean_query([*must, *rest])


def _unscored(query: Any) -> Any:
    return Query.const_score_query(query, 0.0)


def _option(field: str) -> str:
    return _index_option(FIELDS[Field(field)])


def _index_option(kind: FieldKind) -> str:
    if kind.is_whole:
        return "basic"
    return "position" if kind.has_places else "freq"


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for field, kind in FIELDS.items():
        if kind.is_text:
            tokenizer = "raw" if kind.is_whole else _SPACES
            builder.add_text_field(field, tokenizer_name=tokenizer, index_option=_index_option(kind))
        else:
            builder.add_unsigned_field(field, indexed=True, fast=True)
    builder.add_bytes_field(Field.KEPT, stored=True)
    return builder.build()


def _document(entry: Entry) -> Any:
    document = tantivy.Document()
    for field, text in entry.texts.items():
        document.add_text(field, text)
    for doi in entry.dois:
        document.add_text(Field.DOI, doi)
    numbers: Sequence[tuple[Field, Iterable[int]]] = (
        (Field.KEY, [entry.key]),
        (Field.YEAR, [entry.year]),
        (Field.NEWEST, [entry.newest]),
        (Field.OLDEST, [entry.oldest]),
        (Field.TOPIC, sorted(set(entry.topics))),
        (Field.TYPE, sorted(set(entry.types))),
    )
    for field, values in numbers:
        for value in values:
            document.add_unsigned(field, value)
    document.add_bytes(Field.KEPT, _stored(entry.kept))
    return document


def _stored(kept: Kept) -> bytes:
    """What is kept, packed: it is half of the index otherwise."""
    return zlib.compress(json.dumps(vars(kept), ensure_ascii=False).encode(), 6)


def _kept(stored: bytes) -> Kept:
    said = json.loads(zlib.decompress(bytes(stored)))
    for name in ("articles", "authors", "journals"):
        said[name] = tuple(said[name])
    return Kept(**said)


@contextmanager
def _readable() -> Iterator[None]:
    """What the engine says of an index it cannot read, a panic of its own included, becomes Damaged."""
    try:
        yield
    except (ValueError, OSError, SystemError) as error:
        raise Damaged(str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of its own kind, and no Exception
            raise Damaged(str(error)) from error
        raise
