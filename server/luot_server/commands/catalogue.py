"""What ``luot catalogue import`` says about a list it has read."""

from __future__ import annotations

from collections.abc import Iterator

from luot_server.catalogue import Reading
from luot_server.messages import LANGUAGES, say


def report(reading: Reading, *, dry_run: bool = False, lang: str = LANGUAGES[0]) -> Iterator[str]:
    """The lines to print: every problem by its line, or what was read. Nothing is imported by this."""
    if not reading.ok:
        yield say("catalogue.refused", lang, count=len(reading.problems))
        for problem in sorted(reading.problems, key=lambda it: it.line):
            yield f"  {problem.code}: {say(problem.text.key, lang, **problem.text.params)}"
        return
    changed = sum(fact.kind == "procedure" for fact in reading.facts)
    yield say("catalogue.read", lang, rows=reading.rows, changed=changed, unchanged=reading.unchanged)
    if dry_run:
        yield say("catalogue.dry_run", lang)
