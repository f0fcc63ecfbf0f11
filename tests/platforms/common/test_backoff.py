"""Pauses between attempts at a connection."""

from uncrick.platforms.common.backoff import Backoff


def test_each_failure_doubles_the_pause_up_to_a_minute():
    backoff = Backoff()
    assert [backoff.pause() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_connection_that_is_lost_at_once_is_another_failure():
    backoff = Backoff()
    assert [backoff.pause(lived=0.1) for _ in range(4)] == [1, 2, 4, 8]


def test_connection_that_lasted_begins_anew():
    backoff = Backoff(0.5)
    assert [backoff.pause(), backoff.pause(), backoff.pause(lived=60), backoff.pause()] == [0.5, 1, 0.5, 1]
