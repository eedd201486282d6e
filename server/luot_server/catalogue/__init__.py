"""The catalogue the product ships, and the reader of the national registry's lists.

`shipped_facts` is what a fresh installation knows: thirty everyday procedures in short plain words, and the
agencies, areas and halls of Đắk Lắk with what stood there before 1/7/2025. `read_procedures` reads a CSV list
of the registry into facts of the same form.
"""

from luot_server.catalogue.registry import Problem, Reading, read_procedures
from luot_server.catalogue.shipped import shipped_facts

__all__ = ["Problem", "Reading", "read_procedures", "shipped_facts"]
