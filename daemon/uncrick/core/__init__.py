"""The pure core: no clock, no I/O, no thread, no logging, no random source of its own."""
