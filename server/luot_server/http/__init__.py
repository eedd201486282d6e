"""JSON in and out: thin edges. An edge says who may, reads what came in, makes one call, and shapes one answer."""
