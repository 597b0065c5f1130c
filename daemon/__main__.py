"""`python -m daemon` is `thamluan`."""

from daemon.cli import main

if __name__ == "__main__":
    main()
