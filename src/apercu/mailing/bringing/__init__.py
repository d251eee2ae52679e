"""Subscribers in and out as a table (CSV): read, decided row by row, reported, invited; and written again.

An import brings nobody back: `deciding` is the one place that says what a row may do.
"""
