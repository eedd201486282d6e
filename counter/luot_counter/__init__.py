"""The desk: one page at which a clerk calls, serves and records what came of it."""

from luot_counter.page import blueprint

__all__ = ["blueprint"]
