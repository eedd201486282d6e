from dataclasses import dataclass
@dataclass
class Problem: pass
@dataclass
class Reading: pass
def read_procedures(): pass
