"""The reader's search: an index of public summaries, kept from the change log, and what it finds.

Here: the engine behind one door (`engine.py`), what is indexed and how it is ranked, words and meaning,
counts, passages, suggestions, related summaries. Not here: pages and sentences for people, the desk's own
listing search. Floor 3: may import `content`, `citations`, `querylang`.
"""
