"""What every process of `chaos` begins with, imported once by the process they are forked from."""

import chaos  # noqa: F401
from warm import keep_compiled

import daemon.cli.proof
import daemon.cli.records
import daemon.cli.season
import daemon.cli.service  # noqa: F401
from daemon.config import load, shipped_file
from daemon.letters import environment

keep_compiled()
environment(load(shipped_file()))
