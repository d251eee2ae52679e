"""What a worker process of `apercu serve` loads: the application, and the threads that follow the change log.

Ctrl-C in a terminal reaches the whole group of processes. A worker leaves it to the server, which then ends
its workers with SIGTERM: two signals at once could both miss the main thread, the only one in which Python
runs their handlers, and the worker would wait for ever. Threads started later inherit the mask.
"""

import signal

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

from apercu.config.wsgi import application  # noqa: E402 only now: what it starts is to inherit the mask
from apercu.content import following  # noqa: E402 the records exist only now

__all__ = ["application"]

following.watch_all()  # until there is a process tree, the web process follows the change log itself
