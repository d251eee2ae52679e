"""Writing on the desk: the forms in the order one writes, what they begin with, and what they suggest.

`forms` has the panels and the slug that follows the title, `beginning` what a new summary begins with,
`suggesting` the topics and types the text speaks of, `pickers` the lists that know aliases.
"""
