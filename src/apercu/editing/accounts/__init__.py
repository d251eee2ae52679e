"""Who may make and change accounts: Wagtail's screens for it, closed where they would let somebody rise.

Here: an account manager who is no administrator makes nobody one, and touches no administrator's account. Not
here: one's own account page, roles.
"""
