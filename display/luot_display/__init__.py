"""The hall display: one page that shows who is called where, and says so with a sound."""

from luot_display.page import blueprint

__all__ = ["blueprint"]
