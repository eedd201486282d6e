"""Recordings as phones, recorders and broken tools make them."""

from __future__ import annotations

import math
import struct

RATE = 44_100


def sound(
    seconds: float = 0.6,
    *,
    rate: int = RATE,
    channels: int = 1,
    level: float = 0.3,
    before: float = 0.0,
    hertz: float = 220,
) -> list[float]:
    """A tone after some silence, as floats; every channel alike."""
    quiet = [0.0] * int(before * rate)
    tone = [level * math.sin(2 * math.pi * hertz * at / rate) for at in range(int(seconds * rate))]
    return [one for one in quiet + tone + quiet for _ in range(channels)]


def wav(samples: list[float], *, bits: int = 16, kind: int = 1, rate: int = RATE, channels: int = 1) -> bytes:
    """A WAV file; ``kind`` 1 whole numbers, 3 floating point, 0xFFFE the extensible head over whole numbers."""
    data = b"".join(_sample(one, bits, kind) for one in samples)
    frame = channels * bits // 8
    head = struct.pack("<HHIIHH", kind, channels, rate, rate * frame, frame, bits)
    if kind == 0xFFFE:
        head += struct.pack("<HHIH14s", 22, bits, 0, 1, b"\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71")
    # An odd chunk before the sound, as editors leave their name in one: padded, and passed over.
    parts = b"WAVE" + _chunk(b"fmt ", head) + _chunk(b"LIST", b"odd") + _chunk(b"data", data)
    return b"RIFF" + struct.pack("<I", len(parts)) + parts


def _sample(value: float, bits: int, kind: int) -> bytes:
    if kind == 3:
        return struct.pack("<f" if bits == 32 else "<d", value)
    if bits == 8:
        return bytes([max(0, min(255, round(value * 127) + 128))])
    whole = max(-1.0, min(1.0, value)) * (2 ** (bits - 1) - 1)
    return round(whole).to_bytes(bits // 8, "little", signed=True)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
