"""For all tests: random examples are judged by what they show, not by how busy the machine is."""

from hypothesis import settings

settings.register_profile("uncrick", deadline=None)
settings.load_profile("uncrick")
