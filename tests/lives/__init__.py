"""Whole years of pretend people, with every routine held against the acceptance rules T1 to T18 as it is chosen."""

from lives.book import RULES, Book
from lives.diligent import Diligent, Fewer, lived
from lives.life import Life

__all__ = ["RULES", "Book", "Diligent", "Fewer", "Life", "lived"]
