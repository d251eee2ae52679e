"""Drafts from `sources` become records: matched, united, kept apart from what an editor changed since.

Here: one run (Batch) and what became of each entry (Item), and what each source gave last time. Not here:
parsing, the desk's screens. Floor 4: may import floors 0 to 3, not `mailing`, `watch` or `discovery`.
"""
