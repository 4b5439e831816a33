"""This module gives a test an empty place of its own in a shared PostgreSQL database."""

from uuid import uuid4

from sqlalchemy import create_engine, make_url
from sqlalchemy.schema import CreateSchema


def in_a_schema_of_its_own(server: str) -> str:
    """The address of a new schema: as empty as a database, and made in a tenth of the time."""
    name = f"t{uuid4().hex}"
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(CreateSchema(name))
    engine.dispose()
    url = make_url(server).update_query_dict({"options": f"-csearch_path={name}"})
    return url.render_as_string(hide_password=False)
