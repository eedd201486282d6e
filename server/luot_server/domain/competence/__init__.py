"""May this hall receive it? Which agency decides? How does the dossier travel?

Three questions, answered apart by `decide`, a pure function of dated data. The second is never answered
from the hall's address. Which rule applies follows from the day and the hall's province, whose dated fact names a
module of `regimes`:

    three_tier   until 30/6/2025: province, district and commune, three published lists
    two_tier     since 1/7/2025: any centre of the province receives for the whole province

No code of a procedure, hall or area stands in this package: what differs between them is data.
"""

from luot_server.domain.competence.areas import AreaUnknown
from luot_server.domain.competence.decide import answer, decide
from luot_server.domain.competence.values import AgencyRef, AskedArea, Decision, Question, Referral

__all__ = ["AgencyRef", "AreaUnknown", "AskedArea", "Decision", "Question", "Referral", "answer", "decide"]
