"""`make bench`: measures ours on this machine and writes docs/benchmarks.md."""
