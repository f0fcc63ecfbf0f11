"""The probes of a Linux desktop for calls, shared screens, full screen and do-not-disturb."""
