"""SPARQL servers on loopback, to be measured and tested with: Oxigraph and Virtuoso."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ozek.remote import client
from ozek.remote.service import service_of

os.environ.setdefault("OZEK_USER", "dba")  # Virtuoso's; Oxigraph asks for none
os.environ.setdefault("OZEK_PASSWORD", "dba")

_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
MaxDirtyBuffers = 10000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 10000
"""
"""Answers of at most 10,000 rows, as Virtuoso comes."""


class NotInstalledError(Exception):
    """A server is not on this machine; the message says how it gets there."""


@dataclass
class Server:
    """A server that can be killed and started again on the same data."""

    command: list[str]
    port: int
    path: str
    ready: Callable[[], bool] = field(default=lambda: True)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{self.path}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with socket.socket() as one:
                listens = one.connect_ex(("127.0.0.1", self.port)) == 0
            if listens and self.ready():
                return
            time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def oxigraph_server(folder: Path) -> Server:
    """Return a server that is not started; raises NotInstalledError."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        raise NotInstalledError("needs the Oxigraph server: pip install oxigraph")
    port = free_port()
    place = ["--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    return Server([program, "serve", *place], port, "query")


def virtuoso_server(folder: Path) -> Server:
    """Return a server that is not started; raises NotInstalledError."""
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or client is None:
        raise NotInstalledError(
            "needs Virtuoso (Debian: apt-get install virtuoso-opensource-7-bin)"
        )
    folder.mkdir(parents=True, exist_ok=True)
    port, sql = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(_INI.format(folder=folder, port=port, sql=sql), encoding="utf-8")
    said = [client, f"127.0.0.1:{sql}", "dba", "dba", "exec=SELECT 1;"]

    def ready() -> bool:
        return subprocess.run(said, capture_output=True, check=False).returncode == 0

    (folder / "virtuoso.lck").unlink(missing_ok=True)
    command = [program, "+foreground", "+configfile", str(settings)]
    return Server(command, port, "sparql", ready)


SERVERS = {"oxigraph": oxigraph_server, "virtuoso": virtuoso_server}


def empty(server: Server) -> None:
    """Take everything of projects away."""
    service = service_of(server.address)
    if not service.virtuoso:
        client.update(service, "CLEAR ALL")
        return
    named = 'STRSTARTS(STR(?g), "https://w3id.org/") || STRSTARTS(STR(?g), "https://example.org/")'
    text = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({named}) }}"
    for (graph,) in client.select(service, text).tuples():
        client.update(service, f"DROP SILENT GRAPH {graph}")
