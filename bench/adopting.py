"""Runs a command and waits for every descendant it leaves behind, so that none of their time is lost.

A pool whose workers are started by a fork server is not waited for by the command itself: its time would
be nobody's. Linux gives such orphans to the nearest ancestor that asks for them (`PR_SET_CHILD_SUBREAPER`).
Run as a script: `python adopting.py COMMAND …`; its exit status is the command's.
"""

import ctypes
import os
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
PATIENCE_SECONDS = 30.0
"""How long orphans may take to end once the command has ended."""


def main() -> int:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    process = subprocess.Popen(sys.argv[1:])
    status = process.wait()
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if pid == 0:
            time.sleep(0.02)
    return status


if __name__ == "__main__":
    sys.exit(main())
