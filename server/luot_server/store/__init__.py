"""Rows, transactions, the journal and replay: the only rooms that speak SQL."""
