"""WAV files: what somebody recorded, told by its content and never by its name, and what we write.

Read are whole numbers of 8, 16, 24 or 32 bits and floating point of 32 or 64, one or two channels, 8 to 48 thousand
samples a second: what phones, recorders and sound editors save. Compressed sound in a WAV file is refused.
"""

import math
import struct
import sys
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

WAV: Final = "audio/wav"

#: Samples a second of everything we keep: espeak-ng's own rate, and enough for a voice in a hall.
RATE: Final = 22_050
LOWEST_RATE, HIGHEST_RATE = 8_000, 48_000
LOUDEST: Final = 32_767

#: One channel of 16-bit samples: ``array("h")``. In quotes, for the class is no generic at run time before Python 3.12.
Samples: TypeAlias = "array[int]"

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_CHUNK = struct.Struct("<4sI")
_FORMAT = struct.Struct("<HHIIHH")
_SUBFORMAT_AT = 24  # bytes into the format chunk, of the extensible kind
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")


class NotAClip(Exception):
    """A file that cannot be a clip; ``code`` names the sentence that says why, ``params`` fill it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Recording:
    """What a WAV file holds, in 16 bits; two channels lie interleaved, as they were recorded."""

    rate: int
    channels: int
    interleaved: Samples

    @property
    def seconds(self) -> float:
        return len(self.interleaved) / self.channels / self.rate

    @property
    def mono(self) -> Samples:
        if self.channels == 1:
            return self.interleaved
        left, right = self.interleaved[0::2], self.interleaved[1::2]
        return array("h", [(a + b) // 2 for a, b in zip(left, right, strict=True)])


def read_wav(raw: bytes) -> Recording:
    """Raises NotAClip: ``clip_not_wav``, ``clip_damaged`` or ``clip_format``."""
    if raw[:4] != b"RIFF" or raw[8:12] != b"WAVE":
        raise NotAClip("clip_not_wav")
    chunks = _chunks(raw)
    if b"fmt " not in chunks or b"data" not in chunks:
        raise NotAClip("clip_damaged")
    kind, channels, rate, _, frame, bits = _format(chunks[b"fmt "])
    understand = _SAMPLES.get((kind, bits))
    if understand is None or channels not in (1, 2) or not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise NotAClip("clip_format")
    data = chunks[b"data"]
    if frame != channels * bits // 8 or len(data) % frame:
        raise NotAClip("clip_damaged")
    return Recording(rate, channels, understand(data))


def write_wav(samples: Samples) -> bytes:
    """One channel of 16 bits at :data:`RATE`."""
    data = to_little(samples)
    around = _HEADER.size - 8
    return (
        _HEADER.pack(
            *(b"RIFF", around + len(data), b"WAVE"),
            *(b"fmt ", _FORMAT.size, _PCM, 1, RATE, RATE * 2, 2, 16),
            *(b"data", len(data)),
        )
        + data
    )


def milliseconds(samples: Samples) -> int:
    return round(len(samples) * 1000 / RATE)


def to_little(samples: Samples) -> bytes:
    """16-bit little-endian bytes, whatever this machine counts in."""
    return (samples if sys.byteorder == "little" else _swapped(samples)).tobytes()


def from_little(raw: bytes) -> Samples:
    """Raises ValueError for an odd number of bytes."""
    samples = array("h", raw)
    return samples if sys.byteorder == "little" else _swapped(samples)


def _swapped(samples: Samples) -> Samples:
    other = array(samples.typecode, samples)
    other.byteswap()
    return other


def _chunks(raw: bytes) -> dict[bytes, bytes]:
    """The file's parts by name, the first of each. Raises NotAClip where one ends beyond the file."""
    found: dict[bytes, bytes] = {}
    at = 12
    while at + _CHUNK.size <= len(raw):
        name, size = _CHUNK.unpack_from(raw, at)
        at += _CHUNK.size
        if at + size > len(raw):
            raise NotAClip("clip_damaged")
        found.setdefault(name, raw[at : at + size])
        at += size + size % 2
    return found


def _format(chunk: bytes) -> tuple[int, int, int, int, int, int]:
    """(kind, channels, rate, bytes a second, bytes a frame, bits a sample)."""
    if len(chunk) < _FORMAT.size:
        raise NotAClip("clip_damaged")
    kind, *rest = _FORMAT.unpack_from(chunk)
    if kind == _EXTENSIBLE and len(chunk) >= _SUBFORMAT_AT + 2:
        (kind,) = struct.unpack_from("<H", chunk, _SUBFORMAT_AT)
    return (kind, *rest)


# ── samples as they come → 16 bits ───────────────────────────────────────────────────────────────


def _bytes(raw: bytes) -> Samples:
    return array("h", [(one - 128) << 8 for one in raw])


def _upper(width: int) -> Callable[[bytes], Samples]:
    """The two upper of ``width`` bytes a sample."""

    def understand(raw: bytes) -> Samples:
        upper = bytearray(len(raw) // width * 2)
        upper[0::2], upper[1::2] = raw[width - 2 :: width], raw[width - 1 :: width]
        return from_little(bytes(upper))

    return understand


def _floats(code: str) -> Callable[[bytes], Samples]:
    def understand(raw: bytes) -> Samples:
        given: array[float] = array(code, raw)
        if sys.byteorder != "little":
            given.byteswap()
        if not all(map(math.isfinite, given)):
            raise NotAClip("clip_damaged")
        return array("h", [round(max(-1.0, min(1.0, one)) * LOUDEST) for one in given])

    return understand


_SAMPLES: Mapping[tuple[int, int], Callable[[bytes], Samples]] = MappingProxyType(
    {
        (_PCM, 8): _bytes,
        (_PCM, 16): from_little,
        (_PCM, 24): _upper(3),
        (_PCM, 32): _upper(4),
        (_FLOAT, 32): _floats("f"),
        (_FLOAT, 64): _floats("d"),
    }
)
