"""This module holds the source card: which site may be read, from where, how gently, on whose word and until when."""

import re
from datetime import date
from typing import Annotated, Self

from cssselect import SelectorError
from parsel.csstranslator import HTMLTranslator
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from crawlers.scope import Scope, is_loopback

SLOWEST_ALLOWED = 1.0  # seconds between requests to somebody else's host, at the very least


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _css(selector: str) -> str:
    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise ValueError(f"is no CSS selector: {error}") from error
    return selector


def _pattern(pattern: str) -> str:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    if groups != 1:
        raise ValueError("needs exactly one group, around the number")
    return pattern


Css = Annotated[str, Field(min_length=1), AfterValidator(_css)]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]


class Selectors(_Part):
    """CSS selectors for a site whose pages the generic reader does not read well; each is optional.

    `listing` finds links to further listing pages, `ad` links to ads, `next` the next listing page;
    `details` is a `dl` or table of names and values; `fields` names single values.
    """

    listing: Css | None = None
    ad: Css | None = None
    next: Css | None = None
    title: Css | None = None
    body: Css | None = None
    city: Css | None = None
    posted: Css | None = None
    details: Css | None = None
    fields: dict[Text, Css] = {}


class AdNumber(_Part):
    """Where the number of an ad stands: one group of a regular expression on its URL, or an element of its page."""

    url: Annotated[str, AfterValidator(_pattern)] | None = None
    selector: Css | None = None


class Expected(_Part):
    """What a crawl usually brings; outside of these bounds it is `suspect`: the site may have changed."""

    ads: Annotated[tuple[int, int], Field(strict=False)] | None = None
    fill: dict[Text, Annotated[float, Field(ge=0, le=1, strict=False)]] = {}


class Limits(_Part):
    """Where a crawl ends at the latest, whatever the site does."""

    pages: Annotated[int, Field(gt=0)] = 20_000
    hours: Annotated[float, Field(gt=0, strict=False)] = 24.0


class SourceCard(_Part):
    """One site: without a valid card of its host nothing is ever requested from it.

    `start` are pages that lead to ads: listings, feeds, sitemaps. With `ads_in: feed` the entries of a feed are
    the ads themselves, and no page of theirs is asked for. Or they are files (`file:/folder/ads.warc.gz`, `.jsonl`,
    `.csv`), and hosts and paths say which addresses in them count; `columns` names the columns of a table by part.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")]
    version: Annotated[int, Field(ge=1)]
    name: Text
    owner: Text
    hosts: Annotated[Texts, Field(min_length=1)]
    paths: Texts = ("/",)
    start: Annotated[Texts, Field(min_length=1)]
    source_type: Annotated[str, Field(pattern="^(job|classified|matrimonial)$")]
    ads_in: Annotated[str, Field(pattern="^(pages|feed)$")] = "pages"
    columns: dict[Annotated[str, Field(pattern="^(title|text|city|posted_at|url|number)$")], Text] = {}
    source_types: dict[Text, Annotated[str, Field(pattern="^(job|classified|matrimonial)$")]] = {}
    languages: Annotated[Texts, Field(min_length=1)]
    pace: Annotated[float, Field(ge=0, le=3600, strict=False)] = 10.0
    legal_basis: Text
    approver: Text
    approved_on: date
    review_by: date
    expires_on: date
    number: AdNumber = AdNumber()
    selectors: Selectors = Selectors()
    expected: Expected = Expected()
    limits: Limits = Limits()

    @field_validator("hosts")
    @classmethod
    def _hosts_are_names(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if not re.fullmatch(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", host):
                raise ValueError(f"{host!r} is not a host name in lower case, without scheme or path")
        return hosts

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if not self.approved_on <= self.review_by <= self.expires_on:
            raise ValueError("approved_on, review_by and expires_on must follow each other in this order")
        if self.pace < SLOWEST_ALLOWED and not all(is_loopback(host) for host in self.hosts):
            raise ValueError("a pace under 1 second is for loopback hosts only")
        if any(url.startswith("file:") for url in self.start) and not self.reads_files:
            raise ValueError("start names files and pages; make a card for each")
        for url in self.start:
            if not self.reads_files and not self.scope.holds(url):
                raise ValueError(f"the start page {url} lies outside of hosts and paths")
        return self

    @property
    def scope(self) -> Scope:
        """What of the web this card speaks for."""
        return Scope(self.hosts, self.paths)

    @property
    def reads_files(self) -> bool:
        """Whether it is about files on this machine, and nobody is asked for anything."""
        return all(url.startswith("file:/") for url in self.start)

    @property
    def on_loopback(self) -> bool:
        """Whether it is about this machine only."""
        return all(is_loopback(host) for host in self.hosts)

    def kind_of(self, *urls: str) -> str:
        """The kind of board at the first of `urls` under a path of `source_types`, else `source_type`."""
        for url in urls:
            fitting = [path for path in self.source_types if Scope(self.hosts, (path,)).holds(url)]
            if fitting:
                return self.source_types[max(fitting, key=len)]
        return self.source_type
