"""How often a person, and a network, may try a password or a code, before they have to wait.

Here: the tallies and the rule of waiting. Not here: passwords, forms. They stand in the database, so they
hold across web processes; a tally names nobody (`models.Tally`).
"""
