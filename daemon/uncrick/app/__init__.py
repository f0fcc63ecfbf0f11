"""Makes it happen: the engine, its beat, and the ports it drives."""
