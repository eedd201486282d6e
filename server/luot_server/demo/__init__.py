"""A small real hall to look at and to try things on: `luot demo`, the tests and the screenshots use the same one."""
