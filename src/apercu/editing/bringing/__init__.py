"""Bringing in a blog on the desk: upload, try out, read what would happen, import, look back.

Views and words only; storing, slices and leases are `importing.uploads`.
"""
