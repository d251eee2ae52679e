"""How long a test waits before it says that something hangs: a generous deadline, never a measurement."""

PATIENCE = 60  # seconds
