"""What a process of the pool runs: tasks come in, results go out, until nobody sends any more.

It is started by `python -m`, not forked, and imports nothing of the program that started it: so Lance, whose threads
do not survive a fork, never is forked, and a script or notebook needs no `if __name__ == "__main__"`.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import traceback
from typing import IO, Any

from assay.jobs.light_imports import light_imports

_LENGTH = struct.Struct("<Q")


def send(pipe: IO[bytes], value: object) -> None:
    """Write one message: its length, then its bytes."""
    body = pickle.dumps(value, protocol=5)
    pipe.write(_LENGTH.pack(len(body)) + body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read one message, of this program to itself; raise `EOFError` when the other side is gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    body = pipe.read(length)
    if len(body) < length:
        raise EOFError
    return pickle.loads(body)  # noqa: S301 - written by the process at the other end of our own pipe


def main() -> None:
    """Work until the pipe is closed. What a task prints goes to standard error, never into the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us hears of it, and closes the pipe
    with light_imports():
        pass  # Arrow is there now; a metric that wants pandas finds it later
    with os.fdopen(os.dup(0), "rb") as tasks, os.fdopen(os.dup(1), "wb") as results:
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        while True:
            try:
                function, task = receive(tasks)
            except EOFError:
                return
            try:
                answer = (True, function(task))
            except Exception:  # noqa: BLE001 - whatever it is, it is told to who sent the task
                answer = (False, traceback.format_exc())
            try:
                send(results, answer)
            except BrokenPipeError:
                return


if __name__ == "__main__":
    main()
