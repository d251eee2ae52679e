"""What a text means, as a vector: static word embeddings, averaged (WordLlama, 256 dimensions, MIT).

The model ships inside its package and asks nobody. It was made from English texts; of a French query it knows
little, which is why its say is small and `APERCU_MEANING=off` switches it off. It is loaded when it is first
needed; where it cannot be, search goes on without it. We read its two files ourselves: the package would copy
its numbers to twice their size, and bring a downloader.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from django.conf import settings

from apercu.search.schema import Entry

if TYPE_CHECKING:
    # What counts is loaded by who counts: most commands search nothing.
    import numpy as np
    import numpy.typing as npt

logger = logging.getLogger(__name__)

DIMENSIONS = 256
NAME = "l2_supercat-256"  # another model makes every vector be made anew
Vectors: TypeAlias = "npt.NDArray[np.float32]"
_WEIGHTS, _TOKENIZER = "weights/l2_supercat_256.safetensors", "tokenizers/l2_supercat_tokenizer_config.json"
_AT_ONCE = 64  # texts cut into tokens together


class Model:
    """A vector for every token; a text is the mean of its tokens."""

    def __init__(self, folder: Path) -> None:
        from safetensors import safe_open
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_truncation()
        with safe_open(folder / _WEIGHTS, framework="np") as file:
            self._tokens: npt.NDArray[np.float16] = file.get_tensor("embedding.weight")

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The mean of each text's tokens; zeros for a text without any."""
        import numpy as np

        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for place, tokens in enumerate(self._tokens_of(texts)):
            if tokens:
                vectors[place] = self._tokens[tokens].mean(axis=0, dtype=np.float32)
        return vectors

    def _tokens_of(self, texts: Sequence[str]) -> Iterator[list[int]]:
        for start in range(0, len(texts), _AT_ONCE):
            some = list(texts[start : start + _AT_ONCE])
            for found in self._tokenizer.encode_batch(some, add_special_tokens=False):
                yield found.ids


_lock = threading.Lock()
_loaded: list[Model | None] = []  # nothing in it yet, or the model, or that there is none


def is_on() -> bool:
    """Whether meaning has a say here."""
    return bool(settings.SEARCH_MEANING) and _model() is not None


def embed(texts: Sequence[str]) -> Vectors:
    """One vector of length 1 a text (rows of 256); of a text without a known word one of zeros."""
    import numpy as np

    model = _model()
    if model is None or not texts:
        return np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    return normalised(model.embed(texts))


def of_entries(entries: Sequence[Entry]) -> Vectors:
    """The vectors of summaries: the title, gist and subjects count twice, what to do and what was found once
    each."""
    names = embed([f"{entry.kept.title}. {entry.kept.gist} {entry.subjects}" for entry in entries])
    implications = embed([entry.kept.implications for entry in entries])
    bodies = embed([entry.kept.body for entry in entries])
    return normalised(2 * names + implications + bodies)


def normalised(vectors: Vectors) -> Vectors:
    """The same vectors of length 1; those of length 0 as they are."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return cast(Vectors, np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0))


def _model() -> Model | None:
    if not _loaded:
        with _lock:
            if not _loaded:
                _loaded.append(_load())
    return _loaded[0]


def _load() -> Model | None:
    try:
        found = find_spec("wordllama")
        if found is None or not found.submodule_search_locations:
            raise FileNotFoundError("The package wordllama is not installed.")
        return Model(Path(found.submodule_search_locations[0]))
    except Exception:  # a signal that is missing, not a search that fails
        logger.exception("The meaning of texts is not known: its model could not be loaded.")
        return None
