"""What people do: one function, one change of one hall, its happenings. Edges open the change; actions never commit."""
