"""Lượt's central server: numbers, calls, boards and figures of counter halls."""
