"""The printer that shows its paper: a real ESC/POS receiver on a TCP port, whose paper is seen in a browser.

It stands in for a printer in the demo, in training and in tests, and it can be out of paper, open, switched off or
dumb whenever somebody wants to see what happens then.
"""

from luot_kiosk.paper.printer import PaperPrinter, Sheet
from luot_kiosk.paper.status import Condition

__all__ = ["Condition", "PaperPrinter", "Sheet"]
