"""What comes back: reports of copies that could not be delivered, and of readers who called one spam.

Here: reading a report, finding the copy it is about by marks only we can make, the rule when an address is
blocked, the ways in (a mailbox, a provider's events). Not here: commands and loops (`ops`), the address that
providers post to (`reading/views/mail_events`), screens of the desk (`editing`).
"""
