"""References to published work: identifiers, the one record they are kept in, and reading printed ones.

Here: what a reference is and how a printed one is read. Not here: looking one up, storing one, or any
sentence for people. Floor 0a: imports the standard library only, no Django.
"""
