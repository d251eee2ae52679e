"""References as files: RIS, BibTeX, CSL-JSON, out and in.

`write` gives a file that reference managers read; `read` gives back the same references, and says what it
could not keep of a foreign file: nothing is dropped in silence. docs/features/citations.md has the tables.
"""

from apercu.citations.formats.reading import Loss, Read

__all__ = ["Loss", "Read"]
