"""A slip's blocks drawn as the picture a thermal printer burns.

Paper is drawn, never typed: the code pages of common receipt printers lack 56 to 120 of the Vietnamese letters and
print "?" without a word. A picture is the one thing every printer prints alike.
"""

from luot_slip.drawing import DOTS_PER_MM, dots, draw, room
from luot_slip.fonts import FontsMissing
from luot_slip.picture import HIGHEST, NotAPicture, as_png, in_dots

__all__ = ["DOTS_PER_MM", "HIGHEST", "FontsMissing", "NotAPicture", "as_png", "dots", "draw", "in_dots", "room"]
