"""Every code a refusal can carry, one paragraph each."""

from __future__ import annotations

from luot_server.http.docs import Code, all_codes

HEAD = """\
# Codes of refusals

Made from the message catalogues and `luot_server/http/codes.py` by `python -m luot_server.reference`; do not edit.

A refusal is `application/problem+json`. Its `code` never changes its meaning; its `title` and `detail` are in the
language of `Accept-Language`, Vietnamese by default. The same text is served under `/docs/errors`.
"""


def page() -> str:
    return "\n".join([HEAD, *map(_paragraph, all_codes())])


def _paragraph(one: Code) -> str:
    lines = [f"## {one.code}", "", f"**{one.status}**"]
    for lang, sentences in one.sentences.items():
        lines += [f"- {lang}: {sentence}" for sentence in sentences]
    return "\n".join([*lines, "", " ".join(filter(None, (one.advice, one.note))), ""]).replace("**\n-", "**\n\n-", 1)
