"""Subscribers on the desk: who there is, one person's page, and lists in and out.

Nothing here subscribes anybody. What editors do for somebody who asked is `mailing.on_request`; what a row of
a table may do, `mailing.bringing.deciding`. Nobody sees an address without the right to.
"""
