"""The wire between the daemon and its clients: newline-delimited JSON on a socket only the person can reach."""

PROTOCOL = 1
LONGEST = 65536  # bytes of a request line

# Names in the runtime folder.
SOCKET = "control.sock"
LOCK = "lock"
PORT = "control.json"  # where there is no Unix socket: the port, and the token that opens it
