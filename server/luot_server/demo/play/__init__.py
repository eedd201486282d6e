"""People for the demo hall: citizens who come, clerks who work, a guide beside the kiosk.

They are programs outside the server like any other. They know its published API, the demo's sign-ins and the hall's
opening hours, and they keep nothing: whoever is started again looks at the desk and goes on.
"""
