"""Alerts: a standing order of the editor's. What is new, for whom it is news, and when it leaves."""
