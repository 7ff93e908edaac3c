"""index.html: one file that opens from disk and asks for nothing.

The numbers, what needs attention and what contradicts `verified: true` are plain HTML; the tables of
all citations and documents are drawn by the script from inline data. A content security policy
allows the one style and the two scripts by their digests and no request at all.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib.resources import files

import jinja2
from markupsafe import Markup

from verifier import __version__
from verifier.judge.wording import count
from verifier.model.report import Report
from verifier.report.completeness import incompleteness
from verifier.report.inert import clip, visible, web_link
from verifier.report.page import summary
from verifier.report.page.evidence import evidence_json
from verifier.report.page.packed import KEY_LENGTH
from verifier.report.timestamps import readable

NAME = "html"
FILENAME = "index.html"


def render(report: Report) -> Iterator[bytes]:
    """The page as UTF-8."""
    style, script = _part("style.css"), _part("script.js")
    page = _environment().get_template("index.html.j2")
    yield page.render(
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        data=Markup(evidence_json(report)),  # noqa: S704 - escaped by script_safe
        report=report,
        summary=summary.summarise(report),
        incomplete=incompleteness(report),
        key_length=KEY_LENGTH,
        version=__version__,
    ).encode()


def _part(name: str) -> str:
    return files("verifier.report.page").joinpath(name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    allowed = {
        "default-src": "'none'",
        "style-src": _digest(style),
        "script-src": _digest(script),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{directive} {value}" for directive, value in allowed.items())


def _digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("verifier.report", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_inert,
    )
    environment.filters.update(
        clip=clip, visible=visible, link=web_link, when=readable, number=_number, count=count
    )
    return environment


def _inert(value: object) -> object:
    """What any expression of the template gives, without characters that act on their neighbours."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _number(number: int) -> str:
    return f"{number:,}"
