"""The setting ``slip`` as it comes over HTTP; its logo is checked by what it is, never by what it is called."""

import binascii
from base64 import b64decode, b64encode
from typing import Any, Final, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from luot_slip import NotAPicture, as_png, in_dots, room

from ..domain.slip_style import NARROW_MM, WIDTH_MM
from .setting_schemas import SettingIn

#: Bytes of the PNG itself; a logo in 528 × 200 dots of black and white needs fewer than 14 thousand.
LARGEST_LOGO: Final = 32 * 1024
LONGEST_FOOT: Final = 200
Language = Literal["vi", "en"]
_PREFIX: Final = "data:image/png;base64,"


class SlipLines(SettingIn):
    """Lines that can be left out. ``missed`` cannot: who misses a call has nothing but the paper to look at."""

    agency: bool = True
    code: bool = True
    ahead: bool = True
    expected: bool = True
    issued: bool = True
    qr: bool = True
    handover: bool = True
    missed: Literal[True] = True


class SlipFoot(SettingIn):
    vi: str = Field("", max_length=LONGEST_FOOT)
    en: str = Field("", max_length=LONGEST_FOOT)


class Slip(SettingIn):
    """How a hall wants its paper; the logo is kept as the dots it will be printed in, so that no slip is heavy."""

    width_mm: Literal[80, 58] = WIDTH_MM
    logo: str | None = None
    lines: SlipLines = Field(default_factory=SlipLines)
    languages: tuple[Language, ...] = ("vi",)
    foot: SlipFoot | None = None

    @field_validator("logo")
    @classmethod
    def logo_in_dots(cls, logo: str | None, info: ValidationInfo) -> str | None:
        return _printable(logo, room(info.data.get("width_mm", NARROW_MM))) if logo else None

    @field_validator("languages")
    @classmethod
    def vietnamese_first(cls, languages: tuple[Language, ...]) -> tuple[Language, ...]:
        if languages not in (("vi",), ("vi", "en")):
            raise PydanticCustomError("languages", "languages are ['vi'] or ['vi', 'en']")
        return languages

    @field_validator("foot")
    @classmethod
    def foot_in_vietnamese(cls, foot: SlipFoot | None) -> SlipFoot | None:
        """An empty foot is none; one in English alone would leave most readers without it."""
        if foot is None or not (foot.vi or foot.en):
            return None
        if not foot.vi:
            raise PydanticCustomError("foot_vietnamese", "a foot needs its Vietnamese line")
        return foot


def _printable(logo: str, across: int) -> str:
    """The logo as a data URL of its dots. Raises PydanticCustomError ``logo_…``, which names a sentence."""
    if len(logo) > len(_PREFIX) + 4 * (LARGEST_LOGO // 3 + 1):
        raise _refused("too_large")
    if not logo.startswith(_PREFIX):
        raise _refused("not_png")
    try:
        raw = b64decode(logo.removeprefix(_PREFIX), validate=True)
        picture = in_dots(raw, across)
    except binascii.Error as error:
        raise _refused("not_png") from error
    except NotAPicture as error:
        raise _refused(error.reason) from error
    if len(raw) > LARGEST_LOGO:
        raise _refused("too_large")
    return _PREFIX + b64encode(as_png(picture)).decode()


def _refused(reason: str) -> PydanticCustomError:
    context: dict[str, Any] = {"kilobytes": LARGEST_LOGO // 1024}
    return PydanticCustomError(f"logo_{reason}", "the logo cannot be printed", context)
