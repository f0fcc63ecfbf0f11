"""What a prompt suggests: the choice of exercises, tips and variants."""
