"""What every page shares: the home folder, the published build, the stamp, and the states without data."""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from app.queries.published import At, has, read_publication
from app.wording import say_date
from interchange.lake import Publication

STALE_AFTER = dt.timedelta(hours=36)


@dataclass(frozen=True)
class Build:
    """The build a page shows: every question of the page is asked of this one snapshot."""

    home: str
    publication: Publication

    @property
    def at(self) -> At:
        """What a question is asked of."""
        return At(self.home, self.publication.snapshot_id)

    @property
    def through(self) -> dt.date:
        """The last day that the data speaks of; the day of publication where it holds no dated claim."""
        return self.publication.data_through or self.publication.published_at.date()


def read_home() -> str:
    """The home folder given after ``--`` on Streamlit's command line; ``data`` where none is."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--home", default="data")
    known, _ = parser.parse_known_args(sys.argv[1:])
    return str(Path(known.home).resolve())


def open_build() -> Build | None:
    """The published build, or None after saying on the page how to make one."""
    home = read_home()
    publication = read_publication(home)
    if publication is None:
        st.info(
            "Nothing is published yet. Run `make demo`, or `overturn land`, `overturn build` and `overturn publish`."
        )
        return None
    return Build(home, publication)


def open_page(title: str) -> Build | None:
    """Draws a page's title and stamp; returns its build, or None after saying that nothing is published."""
    st.title(title, anchor=False)
    build = open_build()
    if build is not None:
        show_stamp(build)
    return build


def show_stamp(build: Build) -> None:
    """How far the data goes and when it was published; a warning where that is long ago."""
    published = build.publication.published_at
    age = dt.datetime.now(dt.UTC) - published
    through = say_date(build.publication.data_through)
    st.caption(
        f"Data through {through} · published {say_date(published)} {published:%H:%M} UTC · all figures synthetic"
    )
    if age > STALE_AFTER:
        st.warning(f"The last publication is {age.days} days old. Run `overturn build` and `overturn publish`.")


@contextmanager
def guarded() -> Iterator[None]:
    """Shows a reference instead of an error's words, which may hold a patient's data; the log has it too."""
    try:
        yield
    except Exception as error:
        if type(error).__module__.startswith("streamlit"):
            raise
        reference = uuid.uuid4().hex[:8]
        logging.getLogger("overturn.app").error("page error %s: %s", reference, type(error).__name__)
        st.error(f"This page could not be shown. Reference {reference}. `overturn doctor` tells what is wrong.")


def is_published(build: Build, *names: str, what: str, brought_by: str = "overturn build") -> bool:
    """Whether the tables behind a part of a page are published; says on the page what is missing where not."""
    if has(build.at, *names):
        return True
    missing = what[:1].lower() + what[1:]
    st.info(f"Not in the published build yet: {missing}. `{brought_by}` and `overturn publish` bring it.")
    return False
