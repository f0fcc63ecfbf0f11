"""What the systems share: clock, icons, child processes, notifiers that run everywhere."""
