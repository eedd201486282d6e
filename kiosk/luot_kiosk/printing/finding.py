"""What is attached to this machine that might be the printer: for `luot kiosk doctor`, and for whoever installs it.

Nothing is opened and nothing printed; a network printer cannot be found this way.
"""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from luot_kiosk.printing.wires import PRINTER_CLASS

LOOK_SECONDS = 3.0
DEVICES = Path("/dev")


@dataclass(frozen=True)
class Found:
    """One candidate: the address to configure, and what the device calls itself (may be empty)."""

    address: str
    name: str = ""


def attached(devices: Path = DEVICES) -> list[Found]:
    """USB printers first, for they can answer; then print queues, plain devices and serial lines."""
    return [*_usb(), *_queues(), *_files(devices), *_serial(devices)]


def _usb() -> Iterator[Found]:
    try:
        import usb.core

        found = list(usb.core.find(find_all=True, custom_match=_prints))
    except (ImportError, ValueError, OSError):  # no pyusb, no libusb, no right to look
        return
    for device in found:
        yield Found(f"usb:{device.idVendor:04x}:{device.idProduct:04x}", _told(device))


def _prints(device: Any) -> bool:
    return any(interface.bInterfaceClass == PRINTER_CLASS for configuration in device for interface in configuration)


def _told(device: Any) -> str:
    """Maker and product as the device says them; reading them needs the right to open it."""
    try:
        return " ".join(filter(None, (device.manufacturer, device.product)))
    except (ValueError, OSError, NotImplementedError):
        return ""


def _queues() -> Iterator[Found]:
    if shutil.which("lpstat") is None:
        return
    try:
        done = subprocess.run(["lpstat", "-e"], capture_output=True, text=True, timeout=LOOK_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return
    yield from (Found(f"cups:{queue}") for queue in done.stdout.split())


def _files(devices: Path) -> Iterator[Found]:
    for path in sorted((devices / "usb").glob("lp*")):
        yield Found(f"file:{path}")


def _serial(devices: Path) -> Iterator[Found]:
    """By id where the adapter has one: /dev/ttyUSB0 is another device after the next start."""
    for path in sorted((devices / "serial" / "by-id").glob("*")):
        yield Found(f"serial:{path}", path.name)
