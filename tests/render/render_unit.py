"""The renderer's own unit without systemd: a process for each connection to a socket (systemd.socket(5), Accept=yes)."""

import socket
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path


class Unit:
    """Listens at `path` and gives each connection a process of `command`, whose input and output it is."""

    def __init__(self, path: Path, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.path = path
        self.processes: list[subprocess.Popen[bytes]] = []
        self._command, self._environment = list(command), dict(environment)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self.processes.append(
                    subprocess.Popen(
                        self._command,
                        stdin=connection,
                        stdout=connection,
                        stderr=subprocess.DEVNULL,
                        env=self._environment,
                    )
                )

    def close(self) -> None:
        if self._socket.fileno() == -1:
            return
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()
        for process in self.processes:
            process.kill()  # the real worker has gone by itself with its connection
            process.wait()
