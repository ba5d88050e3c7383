"""Start `./run` and `./check`: find a Python that is new enough, then hand over.

This file itself keeps to words that an old Python understands, so that it can say so.
"""

import os
import shutil
import signal
import sys

OLDEST = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")


def use_a_new_enough_python():
    """Go on under a newer Python if this one is too old, or say exactly what is missing."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, "-m", "tools.bootstrap", *sys.argv[1:]])
    sys.exit(f"The portal needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")


def end(number, frame):
    """Leave in order on SIGTERM and SIGHUP, through every clean-up on the way."""
    sys.exit(128 + number)


def main():
    """Do what the first argument names: `run` or `check`."""
    use_a_new_enough_python()
    from tools import SetupError, checking, serving

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, end)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup stays nohup
        signal.signal(signal.SIGHUP, end)
    jobs = {"run": serving.run, "check": checking.check}
    try:
        jobs[sys.argv[1]](sys.argv[2:])
    except SetupError as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
