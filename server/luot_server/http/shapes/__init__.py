"""What goes out: the wire's shapes, from which the OpenAPI document is made.

Answers are built by the boards; these describe them, and a test holds every answer against them. An object may get
further members in a later release: who reads one passes over what it does not know.
"""
