"""How a hall wants its paper: width, logo, which lines, languages, a foot line.

What a hall has not set is as it always was: 80 mm, every line, Vietnamese, no logo, no foot.

Three things cannot be switched off. The **label** is the turn itself. The **purpose and procedure** are what the clerk
and the citizen compare at the counter: without them a wrong press is found only after the wait. **What to do after a
missed call** is for whoever is in the washroom when the number is called; nobody can look it up afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Names = Mapping[str, str]  # one text in every language: {"vi": …, "en": …}

STAFF_LANGUAGE: Final = "vi"
NARROW_MM: Final = 58
WIDTH_MM: Final = 80

#: The lines a hall may leave out.
LINES: Final = ("agency", "code", "ahead", "expected", "issued", "qr", "handover")
_PNG: Final = "data:image/png;base64,"


@dataclass(frozen=True)
class SlipStyle:
    """The setting ``slip`` of one hall as it stands on one day."""

    width_mm: int = WIDTH_MM
    logo: str | None = None  # a PNG in base64
    lines: frozenset[str] = frozenset(LINES)
    languages: tuple[str, ...] = (STAFF_LANGUAGE,)
    foot: Names | None = None

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "SlipStyle":
        """From ``{width_mm, logo, lines: {name: bool}, languages, foot}``; what is not named is as it always was."""
        shown = raw.get("lines") or {}
        logo = raw.get("logo")
        return cls(
            width_mm=raw.get("width_mm", WIDTH_MM),
            logo=logo.removeprefix(_PNG) if logo else None,
            lines=frozenset(name for name in LINES if shown.get(name, True)),
            languages=tuple(raw.get("languages") or (STAFF_LANGUAGE,)),
            foot=raw.get("foot"),
        )

    def shows(self, line: str) -> bool:
        return line in self.lines

    def beside(self, language: str) -> str | None:
        """The language printed beneath the citizen's: the staff's, who read the same paper, or the hall's second."""
        if language != STAFF_LANGUAGE:
            return STAFF_LANGUAGE
        return next((one for one in self.languages if one != language), None)

    def bilingual(self, language: str) -> bool:
        """Whether the hall wants everything said in both languages, not only what the staff need."""
        return len(self.languages) > 1 and language in self.languages

    @property
    def name_lines(self) -> int:
        """Lines a name may take; official names run to 1,094 letters, and a short name is what belongs here."""
        return 3 if self.width_mm > NARROW_MM else 5

    @property
    def place_lines(self) -> int:
        """Lines a place or a reason may take: it is said whole, for half an address sends somebody home."""
        return 6 if self.width_mm > NARROW_MM else 12
