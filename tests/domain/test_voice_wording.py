"""A call is put together from the same clips on the server and in a display's page; tests/web/wording.test.ts too."""

import json
from pathlib import Path

from luot_server.domain.voice import clips_of_call

CASES = Path(__file__).parents[1] / "data" / "wordings.json"


def test_a_call_is_put_together_from_the_clips_the_page_takes() -> None:
    for case in json.loads(CASES.read_text(encoding="utf-8")):
        clips = case.pop("clips")
        assert clips_of_call(**case) == clips
