"""Samples as a clip needs them: no silence around, as loud as every other, at one rate; and what makes a file no clip.

Plain Python on purpose: a clip is a second long, and the hall's PC needs no numeric library for it.
"""

import math
from array import array
from collections.abc import Iterator
from functools import lru_cache
from operator import mul

from .wav import LOUDEST, RATE, NotAClip, Recording, Samples

SHORTEST, LONGEST = 0.1, 6.0  # seconds of a recording as it comes

#: A recording whose loudest instant is below this is an open microphone in a quiet room.
SILENT = LOUDEST // 50  # −34 dB of full scale
#: Samples this near the limit were cut off by it, if there are many: a good recording has none or a few.
CLIPPED_FROM = round(LOUDEST * 0.985)
CLIPPED_SHARE = 0.002

#: What every clip is brought to, as the root mean square of its spoken part: −18 dB of full scale, a voice that fills
#: a hall, with room above it for the loudest vowel.
LOUDNESS = LOUDEST * 10 ** (-18 / 20)
HIGHEST_PEAK = LOUDEST * 0.95

_WINDOW = RATE // 200  # samples: 5 ms
_QUIET = 0.025  # of the clip's own peak: breath and hum before the first sound
_KEPT_BEFORE, _KEPT_AFTER = 2, 6  # windows: a soft beginning, and the end of a vowel
_SIDE = 8  # zero crossings of the resampling kernel to each side
_SHARPEST = 0.92  # of the highest frequency both rates can hold: room for the kernel's slope


def clip_of(recording: Recording) -> Samples:
    """A hall's recording as a clip. Raises NotAClip: ``clip_length``, ``clip_silent`` or ``clip_clipped``."""
    if not SHORTEST <= recording.seconds <= LONGEST:
        raise NotAClip("clip_length", seconds=round(recording.seconds, 2), shortest=SHORTEST, longest=LONGEST)
    if peak(recording.interleaved) < SILENT:
        raise NotAClip("clip_silent")
    share = sum(1 for one in recording.interleaved if abs(one) >= CLIPPED_FROM) / len(recording.interleaved)
    if share > CLIPPED_SHARE:
        raise NotAClip("clip_clipped", percent=max(1, round(share * 100)))
    mono = recording.mono
    if peak(mono) < SILENT:  # two channels wired against each other cancel out
        raise NotAClip("clip_silent")
    return polished(resampled(mono, recording.rate))


def polished(samples: Samples) -> Samples:
    """Without the silence around it, and as loud as every other clip."""
    spoken = trimmed(samples)
    return louder(spoken, _gain(spoken))


def peak(samples: Samples) -> int:
    return max(max(samples), -min(samples)) if samples else 0


def trimmed(samples: Samples) -> Samples:
    """From just before the first sound to just after the last; all of it where there is none."""
    loud = _loud_windows(samples)
    if not loud:
        return samples
    first, last = max(0, loud[0] - _KEPT_BEFORE), loud[-1] + 1 + _KEPT_AFTER
    return samples[first * _WINDOW : last * _WINDOW]


def louder(samples: Samples, gain: float) -> Samples:
    """``gain`` must leave room for the peak."""
    return array("h", [int(one * gain) for one in samples])


def loudness(samples: Samples) -> float:
    """The root mean square of what is spoken, pauses left out; 0 for silence."""
    loud = _loud_windows(samples)
    if not loud:
        return 0.0
    spoken = array("h")
    for at in loud:
        spoken.extend(samples[at * _WINDOW : (at + 1) * _WINDOW])
    return math.sqrt(sum(map(mul, spoken, spoken)) / len(spoken))


def pause(milliseconds: int) -> Samples:
    return array("h", bytes(2 * (RATE * milliseconds // 1000)))


def resampled(samples: Samples, rate: int, to: int = RATE) -> Samples:
    """At another rate, by a windowed sinc: one kernel for each place an output sample can have between two inputs."""
    if rate == to:
        return samples
    shared = math.gcd(rate, to)
    step, phases = rate // shared, to // shared
    kernels = _kernels(step, phases)
    side = len(kernels[0]) // 2
    padded = array("h", bytes(2 * side)) + samples + array("h", bytes(2 * side))

    def every() -> Iterator[int]:
        for at in range(len(samples) * phases // step):
            whole, phase = divmod(at * step, phases)
            kernel = kernels[phase]
            value = sum(map(mul, padded[whole + 1 : whole + 1 + len(kernel)], kernel))
            yield max(-LOUDEST, min(LOUDEST, round(value)))

    return array("h", every())


def _loud_windows(samples: Samples) -> list[int]:
    """The places of the windows that hold sound."""
    quiet = peak(samples) * _QUIET
    windows = (samples[at : at + _WINDOW] for at in range(0, len(samples), _WINDOW))
    return [at for at, window in enumerate(windows) if peak(window) > quiet]


def _gain(samples: Samples) -> float:
    """To the common loudness, as far as the peaks have room."""
    if not (level := loudness(samples)):
        return 1.0
    return min(LOUDNESS / level, HIGHEST_PEAK / peak(samples))


# Sound editors write a handful of rates. Kept for every rate there could be, forty thousand odd ones would each hold
# the memory of twenty thousand kernels.
@lru_cache(maxsize=4)
def _kernels(step: int, phases: int) -> list[list[float]]:
    """For each phase the weights of the inputs around it; they sum to 1, so that loudness stays."""
    width = max(1.0, step / phases)  # inputs to one zero crossing: more of them when the rate goes down
    side = math.ceil(_SIDE * width)
    return [_kernel(phase / phases, side, width / _SHARPEST) for phase in range(phases)]


def _kernel(offset: float, side: int, width: float) -> list[float]:
    weights = []
    for tap in range(-side + 1, side + 1):
        x = tap - offset
        sinc = 1.0 if x == 0 else math.sin(math.pi * x / width) / (math.pi * x / width)
        inside = abs(x) < side
        weights.append(sinc * (0.5 + 0.5 * math.cos(math.pi * x / side)) if inside else 0.0)
    total = sum(weights)
    return [weight / total for weight in weights]
