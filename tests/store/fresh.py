"""A machine that has only an export: fills the empty database of its argument from standard input."""

import sys

from luot_server.store import migrations, replay
from luot_server.store.engine import open_engine

if __name__ == "__main__":
    url = sys.argv[1]
    migrations.upgrade(url)
    engine = open_engine(url)
    with engine.connect() as connection:
        report = replay.rebuild(connection, (line for line in sys.stdin if line.strip()))
        connection.commit()
    engine.dispose()
    sys.exit("\n".join(report.problems) or 0)
