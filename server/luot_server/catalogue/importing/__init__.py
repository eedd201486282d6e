"""Lists from outside (procedures, areas, agencies, lists of procedures) become dated facts, or say why they cannot.

`read_sheet` turns a CSV file or a workbook into rows, `compare` holds the rows against the catalogue. One problem and
nothing of a file may be used: a half-imported catalogue answers some citizens by the old rule and some by the new one.
"""

from luot_server.catalogue.importing.columns import FORMS, Kind
from luot_server.catalogue.importing.compare import compare
from luot_server.catalogue.importing.difference import Change, Difference, How
from luot_server.catalogue.importing.grid import LARGEST_FILE
from luot_server.catalogue.importing.problems import Problem
from luot_server.catalogue.importing.reading import YEARS
from luot_server.catalogue.importing.sheet import Sheet, read_sheet

__all__ = [
    "FORMS",
    "LARGEST_FILE",
    "YEARS",
    "Change",
    "Difference",
    "How",
    "Kind",
    "Problem",
    "Sheet",
    "compare",
    "read_sheet",
]
