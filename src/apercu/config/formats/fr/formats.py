"""Dates as they are printed in a journal: day, month, year."""

DATE_FORMAT = "j F Y"
