"""The small mails that answer what somebody did on the site: please confirm; you are subscribed already.

Each is written once as a record, and both of its parts are printed from that.
"""
