"""Public pages kept as bytes and answered in front of Django, and the whole site as files.

Here: which version of the site a process knows (`versions`, `history`), what may be kept and under which
address (`admitting`), the bytes and their encodings (`kept`, `encodings`, `background`), room for so many of
them (`shelves`), one render at a time (`rendering`), and the WSGI callable (`serving`). The site as files is
`exporting`, its command `management/commands/export_site.py`.
Not here: how a page is made (`reading`), and where the callable stands (`config/wsgi.py`).
May import from floor 5 down; never from `ops`.
"""
