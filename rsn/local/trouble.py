"""The one kind of error that a person is meant to read."""


class Trouble(Exception):
    """Something outside our code is in the way; the message is one clear sentence.

    `python -m rsn.local` prints it without a traceback and exits with 1.
    """
