"""The door of the desk: name and password, then the code where there is a second factor; forgotten passwords.

Here: Wagtail's own pages for it, throttled, the page that asks for the code, and how long a session lasts.
Not here: the second factor itself. Imports `throttling` and `second_factor` of this room.
"""
