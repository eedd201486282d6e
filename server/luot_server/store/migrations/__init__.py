"""Forward only: every released schema can be brought up to this one, on data."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

HERE = Path(__file__).parent


def upgrade(url: str, to: str = "head") -> None:
    """Bring the database at ``url`` to the newest schema, or to revision ``to``; nothing when it is there already."""
    if not up_to_date(url):
        command.upgrade(_config(url), to)


def up_to_date(url: str) -> bool:
    """Whether the database has this release's schema."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    return set(current) == set(ScriptDirectory.from_config(_config(url)).get_heads())


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["url"] = url
    return config
