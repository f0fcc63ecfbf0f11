"""A connection to the daemon's control socket for tests that say things no client of ours would."""

import json
import os
import socket

from uncrick.control import PORT, SOCKET
from uncrick.storage import paths


def connected() -> socket.socket:
    """As a client is connected on this system, which on Windows has shown its token."""
    folder = paths.runtime()
    try:
        with open(os.path.join(folder, PORT), encoding="utf-8") as file:
            key = json.load(file)
    except FileNotFoundError:
        wire = socket.socket(socket.AF_UNIX)
        wire.connect(os.path.join(folder, SOCKET))
    else:
        wire = socket.create_connection(("127.0.0.1", key["port"]))
        wire.sendall(f"{key['token']}\n".encode())
    wire.settimeout(60)
    return wire
