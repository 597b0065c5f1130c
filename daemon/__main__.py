"""`python -m daemon` is `thamluan`."""

import signal


def main() -> None:
    """Loads the program, which takes a second, and runs it.

    Until it is there, Ctrl+C ends the process at once: nothing has begun, and nobody could tell of it but a traceback.
    """
    interrupt = signal.getsignal(signal.SIGINT)
    if interrupt is signal.default_int_handler:  # not where it is to be ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from daemon.cli.program import main as program  # noqa: PLC0415 - see above

    signal.signal(signal.SIGINT, interrupt)
    program()


if __name__ == "__main__":
    main()
