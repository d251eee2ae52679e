"""The records of a digest, the gate before publishing, and the log of everything that became public.

Here: models, the rules that block publishing, operations that publish and draft, matching, the change log,
every record's address. Not here: HTTP, templates, parsing. Floor 1: may import floor 0 only.
"""
