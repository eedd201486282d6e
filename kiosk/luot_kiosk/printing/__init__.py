"""Printing: one port, one plug for each way a receipt printer is attached."""

from luot_kiosk.printing.escpos import Limits
from luot_kiosk.printing.plugs import BadPrinterUrl, open_printer
from luot_kiosk.printing.port import Printer, PrinterState, PrinterStatus, PrintResult, Problem

__all__ = [
    "BadPrinterUrl",
    "Limits",
    "PrintResult",
    "Printer",
    "PrinterState",
    "PrinterStatus",
    "Problem",
    "open_printer",
]
