"""A project in a real Oxigraph server: there, asked, and back."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ozek.query import ask, load_questions
from ozek.remote.client import service_of
from ozek.remote.moving import pull, push
from ozek.remote.store import open_store


@pytest.fixture(scope="module")
def address():
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("needs the server: pip install oxigraph")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([program, "serve", "--bind", f"127.0.0.1:{port}"])
    for _ in range(100):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/query"
    server.kill()
    server.wait()


def test_a_project_goes_there_once_answers_alike_and_comes_back(small, address, tmp_path):
    service = service_of(address)
    first, second = push(small, service), push(small, service)
    assert first.sent == len(small.sizes()) and (second.sent, second.removed) == (0, 0)
    there = open_store(service, small.base)
    for question in load_questions():
        if question.answerable:
            assert ask(there, question).rows == ask(small, question).rows, question.name
    found = pull(service, small.base, tmp_path / "back.nq")
    assert (found.graphs, found.quads) == (first.sent, len(small))
