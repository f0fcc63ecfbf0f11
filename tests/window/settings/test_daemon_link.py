"""The line to the daemon: whether it runs is known, also when it comes up later."""

import pytest

from uncrick.errors import NotRunningError, UncrickError
from uncrick.window.client import ConnectionLost, Replied, RequestFailed, StatusReceived
from uncrick.window.settings import daemon_link
from uncrick.window.settings.daemon_link import DaemonLink


class Connection:
    """A connection whose messages the test sends."""

    def __init__(self, made):
        self.sent, self.closed, self.listener = [], False, None
        made.append(self)

    def subscribe(self, listener):
        self.listener = listener

    def open(self):
        pass

    def send(self, do, **args):
        self.sent.append((do, args))

    def close(self):
        self.closed = True


@pytest.fixture
def link(qapp, monkeypatch):
    monkeypatch.setattr(daemon_link, "AGAIN", 1)
    connections = []
    made = DaemonLink(lambda: Connection(connections))
    made.heard, made.connections = [], connections
    made.running.connect(made.heard.append)
    made.open()
    yield made
    made.close()


def test_daemon_that_runs_is_known(link):
    link.connections[0].listener(StatusReceived({}))
    assert link.heard == [True]


def test_daemon_that_comes_up_later_is_found(link, qtbot):
    link.connections[0].listener(RequestFailed("watch", NotRunningError("no", "none")))
    qtbot.waitUntil(lambda: len(link.connections) == 2)
    assert link.connections[0].closed
    link.connections[1].listener(StatusReceived({}))
    assert link.heard == [False, True]


def test_daemon_that_ends_is_known(link):
    link.connections[0].listener(StatusReceived({}))
    link.connections[0].listener(ConnectionLost())
    assert link.heard == [True, False]


def test_refused_request_does_not_mean_that_it_does_not_run(link):
    link.connections[0].listener(StatusReceived({}))
    link.connections[0].listener(RequestFailed("reload", UncrickError("faults", "in the file")))
    assert link.heard == [True]


def test_requests_go_out_and_replies_come_back(link):
    replies = []
    link.replied.connect(lambda do, reply: replies.append((do, reply)))
    link.send("reload")
    link.connections[0].listener(Replied("reload", {"ok": True}))
    assert link.connections[0].sent == [("reload", {})]
    assert replies == [("reload", {"ok": True})]
