"""What the files lie on, and which machine writes them."""
