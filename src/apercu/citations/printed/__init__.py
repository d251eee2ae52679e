"""The parts of a printed reference, each read on its own: names, date, title, journal or book, links.

Here: functions from a piece of text to what was read and what was left over. Not here: their order, and the
caveats about the whole, which are `citations.reading`'s. Imports the modules beside this folder, no more.
"""
