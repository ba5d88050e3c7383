"""What sets the portal up and runs it. Standard library only: it runs before anything is installed."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SetupError(Exception):
    """Something is missing or refused; the message is one sentence for the person who waits."""


def say(words):
    """Print a line at once, so that whoever waits sees what is being done."""
    print(words, flush=True)
