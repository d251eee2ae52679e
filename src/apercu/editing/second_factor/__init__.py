"""A code from one's phone beside the password (TOTP, RFC 6238), and backup codes for when the phone is away.

Here: what guards an account (`models`), setting it up and taking it away, the question at the door
(`checking`), the desk's screens. Not here: the password's own page (`signing_in`). Imports `throttling` and
`audit` of this room.
"""
