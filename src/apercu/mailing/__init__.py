"""The monthly mail: who asked for it and when, what it says; everyone gets it once, nobody twice.

Here: subscribers and their consent, mailings and deliveries, composing, sending, alerts, bounces. Not here:
pages of readers (`reading/subscribing`), screens of the desk (`editing`), commands and loops (`ops`).
Floor 4: may import floors 0 to 3, not `importing`, `watch` or `discovery`.
"""
