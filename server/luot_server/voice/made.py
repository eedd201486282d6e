"""The packs made on this machine: files in the data directory, one a language, written whole and never changed.

A pack's name tells what it was made from, so that another wording or another way of making it is another file. Who
makes one twice at once (two server processes that start together) puts the same bytes in the same place.
"""

import os
import secrets
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from .pack import Pack
from .texts import recipe


class Made:
    """The packs below ``folder``; without one there are none."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._packs: dict[str, tuple[str, Pack]] = {}

    def hash(self, language: str) -> str | None:
        """What the pack's bytes hash to; None while there is none. Asked for with every board: looks at most once."""
        found = self._found(language)
        return found[0] if found else None

    def pack(self, language: str) -> Pack:
        """The pack of a language; one without clips while there is none."""
        found = self._found(language)
        return found[1] if found else Pack({})

    def place(self, language: str) -> Path:
        """Where the pack is, or belongs. Raises FileNotFoundError where packs have no place at all."""
        return self._below(f"{language}-{recipe(language)}.pack")

    def content(self, language: str) -> bytes:
        """The pack's own bytes. Raises FileNotFoundError while there is none."""
        return self.place(language).read_bytes()

    def kept(self, hall: str, language: str, key: str) -> bytes | None:
        """The pack of a hall with recordings of its own, if it was composed for ``key`` before."""
        try:
            return self._of_hall(hall, language, key).read_bytes()
        except FileNotFoundError:
            return None

    def keep(self, hall: str, language: str, key: str, clips: Pack) -> bytes:
        """Compose it, and leave it for the next who asks; what was there before goes away."""
        place, content = self._of_hall(hall, language, key), clips.to_bytes()
        earlier = list(place.parent.glob(f"{language}-*.pack"))
        write_whole(place, content)
        for file in earlier:
            if file != place:
                file.unlink(missing_ok=True)
        return content

    def _of_hall(self, hall: str, language: str, key: str) -> Path:
        return self._below("halls", quote(hall, safe=""), f"{language}-{key}.pack")

    def _below(self, *parts: str) -> Path:
        if self._folder is None:
            raise FileNotFoundError(*parts)
        return self._folder.joinpath(*parts)

    def _found(self, language: str) -> tuple[str, Pack] | None:
        if self._folder is not None and language not in self._packs:
            try:
                content = self.content(language)
            except FileNotFoundError:
                return None
            self._packs[language] = short(sha256(content).hexdigest()), Pack.read(content)
        return self._packs.get(language)


def short(digest: str) -> str:
    """As much of a hash as an address needs."""
    return digest[:16]


def write_whole(place: Path, content: bytes) -> None:
    """Under another name first: whoever finds the file finds all of it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}-{secrets.token_hex(4)}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
