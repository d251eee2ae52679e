"""Settings, addresses, and the wiring of rooms that may not know each other.

Here: what is set per site and who renders a preview. Not here: anything that does work. Floor 7: the top,
may import every room.
"""
