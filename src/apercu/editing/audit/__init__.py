"""Who did what: signing in, roles, second factors; and the report that shows it beside what became public.

Here: the record of what concerns accounts (`models.Event`), how long it is kept, the desk's report. Not here:
the change log itself (`content`), Wagtail's own log of edits. Nothing is kept of where somebody signed in
from.
"""
