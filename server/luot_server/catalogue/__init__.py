"""The catalogue the product ships, and the readers of lists from outside.

`shipped_facts` is what a fresh installation knows: everyday procedures in short plain words, and the agencies, areas
and halls of Đắk Lắk with what stood there before 1/7/2025. `luot_server.catalogue.importing` reads lists of procedures,
areas, agencies and published lists into facts of the same form.
"""

from luot_server.catalogue.shipped import shipped_facts

__all__ = ["shipped_facts"]
