"""The desk's screens for the monthly mail: write it, look at it, send it, watch it go, decide what became unclear."""
