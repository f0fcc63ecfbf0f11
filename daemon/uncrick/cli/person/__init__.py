"""Commands about the person: health, what they have at hand, their desk and their plan."""
