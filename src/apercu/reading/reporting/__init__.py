"""A reader's report of an error: what was typed, who may send how many, and that our own page sent it."""
