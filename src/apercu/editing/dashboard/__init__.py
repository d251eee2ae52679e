"""The desk's first page: this month, what waits, what has a date, what failed; each with a way to act."""
