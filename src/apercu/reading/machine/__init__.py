"""What pages and files say to programs: names that last, heads, linked data, records of articles.

Here: values made from records. Not here: HTTP (`views`), pages (`viewdata`, which asks this package for its
heads), feeds. A summary (ours) and its article (theirs) are never confused: a head speaks of the summary.
"""
