"""What can be seen of a daemon from outside: its status, and the history as it is on disk."""

from uncrick.control import client
from uncrick.storage.history.store import History


def status():
    return client.request("status")["status"]


def records(house):
    history = History.read(str(house.history))
    try:
        return list(history.records())
    finally:
        history.shut()


def kinds(house):
    return [record.kind for record in records(house)]
