"""How Alembic reaches the database: the address comes from the caller, never from a file."""

from alembic import context
from sqlalchemy import create_engine

from luot_server.store.tables import metadata

engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    # Batch mode: SQLite cannot alter most of a table in place.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
