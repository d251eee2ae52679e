"""Words as the index keeps them: folded, stemmed by language, spelt one way, with what means the same.

Here: plain functions from text to terms, and their data files. Not here: the index, scores. The same
functions read a summary and a query, so that whatever is done to the one is done to the other.
"""
