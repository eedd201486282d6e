"""Many clips as one file, which a display fetches once and keeps.

4 bytes little-endian length N, N bytes of JSON ``{rate, clips: {name: [first sample, samples]}}``, a zero byte if N is
odd (so that the samples lie on an even byte, where a browser can use them in place), then 16-bit little-endian mono
samples, one clip after another.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from .wav import RATE, Samples, from_little, to_little

_LENGTH = struct.Struct("<I")


@dataclass(frozen=True)
class Pack:
    """The clips of one language by name."""

    clips: Mapping[str, Samples]

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """Raises ValueError for what is no pack."""
        try:
            (length,) = _LENGTH.unpack_from(raw)
            head = json.loads(raw[_LENGTH.size : _LENGTH.size + length])
            samples = from_little(raw[_LENGTH.size + length + length % 2 :])
            places = {name: (first, count) for name, (first, count) in head["clips"].items()}
        except (struct.error, LookupError, TypeError) as error:
            raise ValueError("not a pack") from error
        if any(first + count > len(samples) for first, count in places.values()):
            raise ValueError("a pack without its end")
        return cls({name: samples[first : first + count] for name, (first, count) in places.items()})

    def with_own(self, own: Mapping[str, Samples]) -> Pack:
        return Pack({**self.clips, **own})

    def joined(self, names: Iterable[str]) -> Samples | None:
        """These clips one after another; None where one of them is missing."""
        every = array("h")
        for name in names:
            if name not in self.clips:
                return None
            every.extend(self.clips[name])
        return every

    def to_bytes(self) -> bytes:
        places, every = {}, array("h")
        for name, samples in self.clips.items():
            places[name] = [len(every), len(samples)]
            every.extend(samples)
        head = json.dumps({"rate": RATE, "clips": places}, separators=(",", ":")).encode()
        return b"".join((_LENGTH.pack(len(head)), head, b"\0" * (len(head) % 2), to_little(every)))
