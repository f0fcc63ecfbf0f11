"""An event loop that a test lets time pass in."""

from types import SimpleNamespace


class Loop:
    """Calls later, when the test lets time pass."""

    def __init__(self, clock):
        self.clock = clock
        self.calls = []

    def call_later(self, seconds, function, *args):
        call = SimpleNamespace(at=self.clock.ticks + seconds, run=lambda: function(*args))
        call.cancel = lambda: call in self.calls and self.calls.remove(call)
        self.calls.append(call)
        return call

    def passes(self, seconds):
        until = self.clock.ticks + seconds
        while due := [call for call in self.calls if call.at <= until]:
            call = min(due, key=lambda call: call.at)
            self.calls.remove(call)
            self.clock.ticks = max(self.clock.ticks, call.at)
            call.run()
        self.clock.ticks = until
