"""Handing copies over to the relay: everybody's once, nobody's twice, whatever dies on the way.

Here: who gets a mailing, what a person decides about it, the queue and its workers, the conversation with the
relay. Not here: what a mail says (`composing`), who wants one (`subscribing`), what comes back (bounces).
A copy is written down as claimed before the server may have it, and what became of a claim nobody knows
about is for a person to decide (docs/decisions/0036).
"""
