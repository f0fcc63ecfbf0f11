"""The process of the daemon: its log, its signals, its upgrade, and what it installs."""
