"""What feed readers follow: summaries, digests, and the site's changes, as Atom and as JSON Feed.

`items` makes values from records, `history` from the change log; `atom` and `json_feed` write them down.
"""
