"""One of several processes that send the very same request again and again, as an impatient kiosk does.

``python repeating.py URL DATA TOKEN KEY TIMES``; waits for a line on standard input, then prints the tickets it was
answered with as JSON.
"""

import json
import sys

from luot_server.app import create_app
from luot_server.clock import ToldClock
from luot_server.settings import from_env
from tests.halls import HALL, MONDAY

if __name__ == "__main__":
    url, data, token, key, times = sys.argv[1:]
    clock = str(ToldClock.starting(MONDAY))
    client = create_app(
        from_env({"LUOT_DATABASE_URL": url, "LUOT_DATA_DIR": data, "LUOT_CLOCK": clock, "LUOT_ASYNC_MODE": "threading"})
    ).test_client()
    sys.stdin.readline()
    answers = [
        client.post(
            f"/api/v1/halls/{HALL}/tickets",
            json={"procedure": "2.000815", "purpose": "submit"},
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
        )
        for _ in range(int(times))
    ]
    sys.stdout.write(json.dumps([f"{one.status_code} {one.get_json().get('id')}" for one in answers]))
