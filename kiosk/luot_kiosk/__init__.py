"""The kiosk: takes numbers for citizens on a device of its own.

It knows the server only through the published HTTP API, prints with its own printer and shows its
page on the loopback address. Nothing here imports the server: a kiosk in the field is always a
version behind.
"""
