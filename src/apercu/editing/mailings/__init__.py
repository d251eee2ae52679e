"""The desk's screens for the monthly mail: write, look, send, watch it go, decide what became unclear."""
