"""The routes of ``/api/v1``, one module per audience; each view is an edge and nothing more."""
