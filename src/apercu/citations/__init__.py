"""References to published work: the one record they are kept in, and every form it is read from or shown in.

Here: identifiers, reading printed references, citation styles, RIS, BibTeX and CSL-JSON, COinS. Not here:
looking one up, storing one, or any sentence for people. Floor 0a: no Django, no other room.
"""
