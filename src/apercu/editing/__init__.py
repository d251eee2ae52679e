"""What editors see: the desk's listings and forms, and why something was not published.

Here: Wagtail viewsets, panels, menus. Not here: the rules themselves (`content.rules`), pages for readers.
Floor 5: may import floors 0 to 4, not `reading`.
"""
