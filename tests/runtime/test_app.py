"""The daemon."""
from uncrick.control import client

def test_x(house):
    with house.living() as life:
        print(client.request("status"))
        life.passes(3600)
        assert life.phase == "due"
        print(life.notifier.up)
        print(client.request("snooze"))
