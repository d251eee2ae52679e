"""`make bench-peers`: ours beside other software that serves one article, in one run on one machine.

Every peer is set up in a temporary folder with settings of its own, started for the run and ended after it; no
service of the machine is touched, nothing is installed, and what is not there is named.
"""
