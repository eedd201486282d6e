"""Why the hall says no.

    Refusal                       a sentence for the person, a stable code for the program
    ├── Invalid                   a field of the request cannot be (HTTP 422)
    ├── Malformed                 the request cannot be read at all (400)
    ├── Unknown                   no such thing, or another hall's (404)
    ├── Forbidden                 known, but not this person's to do (403)
    ├── NotSignedIn               nobody known asks (401)
    ├── TooMany                   too often or too large (429, 413)
    ├── Unavailable               not now, try again (503)
    └── Conflict                  the hall's present state does not allow it (409)
        ├── MoveNotAllowed        a ticket's state; names the moves that are allowed
        └── CompetenceRefusal     refer, guidance or area needed; carries the decision

The sentence itself lives in the message catalogues under ``error.<code>``; a refusal carries the code and
the values the sentence needs, so that it can be told in the reader's language.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class Refusal(Exception):
    """Something asked of the hall that it will not do; nothing was changed."""

    def __init__(
        self, code: str, *, actions: Sequence[str] | None = None, sentence: str | None = None, **params: Any
    ) -> None:
        """``sentence``: the message to say where one code has several, such as closed for lunch or for a holiday."""
        super().__init__(code)
        self.code = code
        self.sentence = sentence or code
        self.params: Mapping[str, Any] = params
        self.actions = list(actions) if actions is not None else None

    def __str__(self) -> str:
        return f"{self.code} {dict(self.params)}" if self.params else self.code


class Invalid(Refusal):
    """A value of the request cannot be; ``field`` names it."""

    def __init__(self, code: str, *, field: str, sentence: str | None = None, **params: Any) -> None:
        super().__init__(code, sentence=sentence, field=field, **params)


class Malformed(Refusal):
    """The request is no JSON object at all."""


class Unknown(Refusal):
    """There is no such hall, counter or ticket that the asker may know of."""


class Forbidden(Refusal):
    """The asker is known, and this is not theirs to do."""


class NotSignedIn(Refusal):
    """No token, or one that is wrong, expired or withdrawn."""


class TooMany(Refusal):
    """Asked too often."""


class TooLarge(Refusal):
    """A body beyond what any honest request needs."""


class Unavailable(Refusal):
    """The store could not be had in time; asking again is safe."""


class Conflict(Refusal):
    """The hall's state does not allow it now."""


class MoveNotAllowed(Conflict):
    """A ticket in this state cannot do that; ``actions`` says what it can."""

    def __init__(self, *, action: str, state: str, label: str, actions: Sequence[str]) -> None:
        super().__init__("move_not_allowed", actions=actions, action=action, state=state, label=label)


class CompetenceRefusal(Conflict):
    """The competence rule refers the citizen elsewhere, to guidance, or needs an area first.

    ``decision`` is the domain's Decision; ``errand`` the index of the errand it was made for; ``slip`` the paper
    that tells the citizen where to go, once somebody has composed it.
    """

    def __init__(self, code: str, *, decision: Any, errand: int = 0, **params: Any) -> None:
        super().__init__(code, **params)
        self.decision = decision
        self.errand = errand
        self.slip: Mapping[str, Any] | None = None
