"""Every file that awards can become: what it is for, what it needs, its limit, and the files themselves.

The list is cheap; what writes a file is imported when it is asked for. Files are given as names and bytes: who asked
puts them where they belong. Who may be in them is decided before, in ``issuing.preflight``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from facilitator_tui.exports.badges.options import Options
from facilitator_tui.exports.files import ExportProblem, safe_name
from facilitator_tui.exports.times import day
from facilitator_tui.issuing.award import Award, Awarding
from facilitator_tui.issuing.limits import Limit, limit_of, split
from facilitator_tui.zones import zone

Progress = Callable[[int, int], None]
"""Called with how many awards are written, and how many there are."""

File = tuple[str, bytes]
"""A file's name and what is in it."""


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """Somewhere awards can go. ``needs`` are the fields of ``Options`` without which nothing can be written.

    ``public`` says that an issuer, and through the badge everybody, will read it; the others are for the organisation
    or for the person concerned, and may hold everybody whatever the verdict.
    """

    id: str
    title: str
    about: str
    ending: str
    needs: tuple[str, ...] = ()
    public: bool = True

    @property
    def limit(self) -> Limit:
        return limit_of(self.id)


DESTINATIONS: Final[dict[str, Destination]] = {
    each.id: each
    for each in (
        Destination(
            id="lines",
            title="Plain lines",
            about="“Name <address>”, one a line: to be pasted into Open Badge Factory, on every level of service.",
            ending="txt",
        ),
        Destination(
            id="obf-csv",
            title="Open Badge Factory, CSV",
            about="The template that you downloaded from Open Badge Factory (PRO), filled in.",
            ending="csv",
            needs=("template",),
        ),
        Destination(
            id="canvas",
            title="Canvas Credentials",
            about="The CSV for awarding in bulk in Canvas Credentials (Badgr).",
            ending="csv",
            needs=("issuer_badge",),
        ),
        Destination(
            id="credly",
            title="Credly",
            about="The CSV for issuing in bulk in Credly, best into a freshly downloaded template.",
            ending="csv",
            needs=("issuer_badge",),
        ),
        Destination(
            id="open-badges",
            title="Open Badges 3.0, unsigned",
            about="Credentials as JSON, for an issuer to check and sign.",
            ending="json",
            needs=("issuer.id", "issuer.name"),
        ),
        Destination(
            id="elm",
            title="European Learning Model, unsealed",
            about="Learning activities as JSON-LD, for European Digital Credentials.",
            ending="json",
            needs=("issuer.name", "issuer.country"),
        ),
        Destination(
            id="neutral-csv",
            title="Table, CSV",
            about="Every field, one row a person, for your own use.",
            ending="csv",
            public=False,
        ),
        Destination(
            id="neutral-xlsx",
            title="Table, Excel",
            about="The same table as an Excel workbook.",
            ending="xlsx",
            public=False,
        ),
        Destination(
            id="neutral-json",
            title="JSON",
            about="Every field of every award, for programs.",
            ending="json",
            public=False,
        ),
        Destination(
            id="sheets",
            title="A page for each participant",
            about="What was asked and what was reached, to read and to print, for the person concerned.",
            ending="html",
            public=False,
        ),
    )
}
"""Every destination by its id."""

_NEEDED: Final = {
    "template": "the template that you downloaded from the issuer",
    "issuer_badge": "the id of the badge (its class or template) at the issuer",
    "issuer.id": "the web address by which the issuing organisation is known",
    "issuer.name": "the name of the issuing organisation",
    "issuer.country": "the country of the issuing organisation, in three letters (ITA, TUN)",
}


def destination(id: str) -> Destination:
    """The destination with this id. Raises ``ExportProblem``, which names those that there are."""
    found = DESTINATIONS.get(id)
    if found is None:
        raise ExportProblem(f"There is no destination “{id}”. There are: {', '.join(DESTINATIONS)}.")
    return found


def missing(id: str, options: Options) -> tuple[str, ...]:
    """What has to be said before anything can be written, as sentences; empty where everything is there."""
    to = destination(id)
    given: dict[str, object] = {
        "template": options.template,
        "issuer_badge": options.issuer_badge.strip(),
        "issuer.id": options.issuer.id.strip(),
        "issuer.name": options.issuer.name.strip(),
        "issuer.country": options.issuer.country.strip(),
    }
    said = [f"{to.title} needs {_NEEDED[need]}." for need in to.needs if not given[need]]
    if options.template and id in ("obf-csv", "credly"):
        from facilitator_tui.exports.badges.template import read_template

        said += read_template(options.template, options.columns).complaints
    return tuple(said)


def files(
    awarding: Awarding,
    awards: Sequence[Award],
    id: str,
    options: Options,
    progress: Progress | None = None,
) -> Iterator[File]:
    """The files for these awards, split at the issuer's limit, one after the other.

    ``awards`` are those that pre-flight found ready, or everybody where the destination is not public. Raises
    ``ExportProblem`` where something is missing, and for an award without confirmation in a public file;
    ``ZoneProblem`` where there is no such zone.
    """
    to = destination(id)
    if problems := missing(id, options):
        raise ExportProblem(" ".join(problems))
    if to.public and (unfit := [each for each in awards if each.verdict.state != "Completed"]):
        raise ExportProblem(
            f"{len(unfit)} of these awards are not confirmed, so nothing was written. Leave them out or confirm them."
        )
    if id == "sheets":
        yield from _sheets(awarding, awards, options, progress)
        return
    write = _writer(awarding, id, options)
    pieces = split(tuple(awards), limit_of(id, options.per_file).per_file)
    done = 0
    for number, piece in enumerate(pieces, start=1):
        yield _name(awarding, to, options, number, len(pieces)), write(piece)
        done += len(piece)
        if progress is not None:
            progress(done, len(awards))


def _name(awarding: Awarding, to: Destination, options: Options, number: int, of: int) -> str:
    """The day, course, badge and destination: no person's name. Unsigned things are called so."""
    stem = f"{day(awarding.made_ms, zone(options.zone))}-{safe_name(f'{awarding.course.id} {awarding.badge.id}')}"
    unsigned = {"open-badges": "-unsigned", "elm": "-unsealed"}.get(to.id, "")
    part = f"-{number}-of-{of}" if of > 1 else ""
    return f"{stem}-{to.id}{unsigned}{part}.{to.ending}"


def _writer(awarding: Awarding, id: str, options: Options) -> Callable[[Sequence[Award]], bytes]:
    """What makes one file of this destination."""
    where = zone(options.zone)
    match id:
        case "lines":
            from facilitator_tui.exports.badges.lines import to_lines

            return lambda awards: to_lines(awards).encode()
        case "canvas":
            from facilitator_tui.exports.badges.canvas import to_canvas

            return lambda awards: to_canvas(awards, options.issuer_badge, where).encode()
        case "obf-csv" | "credly":
            return _table_writer(id, options)
        case "open-badges" | "elm":
            return _payload_writer(awarding, id, options)
        case "neutral-csv":
            from facilitator_tui.exports.badges.neutral import to_neutral_csv

            return lambda awards: to_neutral_csv(awarding, awards, where).encode("utf-8-sig")
        case "neutral-xlsx":
            from facilitator_tui.exports.badges.neutral_workbook import to_workbook

            return lambda awards: to_workbook(awarding, awards, where)
        case _:
            from facilitator_tui.exports.badges.neutral import to_neutral_json

            return lambda awards: to_neutral_json(awarding, awards)


def _table_writer(id: str, options: Options) -> Callable[[Sequence[Award]], bytes]:
    """A template filled in; Credly's own layout where no template was given."""
    from facilitator_tui.exports.badges.credly import DATE_FORMAT, to_credly
    from facilitator_tui.exports.badges.template import read_template, to_template

    where = zone(options.zone)
    if not options.template:
        return lambda awards: to_credly(awards, options.issuer_badge, where).encode()
    template = read_template(options.template, options.columns)
    date_format = DATE_FORMAT if id == "credly" else options.date_format

    def write(awards: Sequence[Award]) -> bytes:
        filled = to_template(template, awards, where, options.issuer_badge, date_format)
        return filled.encode(template.encoding)

    return write


def _payload_writer(awarding: Awarding, id: str, options: Options) -> Callable[[Sequence[Award]], bytes]:
    """Payloads for an issuer's program, each looked through before it goes into the file."""
    where = zone(options.zone)
    if id == "elm":
        from facilitator_tui.exports.badges import learning_model as elm

        def write_elm(awards: Sequence[Award]) -> bytes:
            people = [elm.activity_of(awarding, award, options.issuer, where) for award in awards]
            _refuse(elm.problems(each) for each in people)
            return elm.document(awarding, people)

        return write_elm
    from facilitator_tui.exports.badges import open_badges as badges
    from facilitator_tui.exports.badges.open_badges_check import problems

    def write_badges(awards: Sequence[Award]) -> bytes:
        found = [
            badges.credential(
                awarding, award, options.issuer, where, options.uuid(), options.salt(), options.issuer_badge
            )
            for award in awards
        ]
        _refuse(map(problems, found))
        return badges.document(awarding, found)

    return write_badges


def _refuse(found: Iterable[tuple[str, ...]]) -> None:
    """Raise ``ExportProblem`` where a payload would be refused: nothing is written that an issuer cannot take."""
    if said := dict.fromkeys(each for problems in found for each in problems):
        raise ExportProblem(f"Nothing was written. {' '.join(list(said)[:3])}")


def _sheets(
    awarding: Awarding, awards: Sequence[Award], options: Options, progress: Progress | None
) -> Iterator[File]:
    """Two files a person, called by the end of the person's id: a folder of them tells nobody's name."""
    from facilitator_tui.exports.badges.sheet import to_html, to_markdown

    where = zone(options.zone)
    names = _short_ids([award.recipient.person for award in awards])
    for number, (award, name) in enumerate(zip(awards, names, strict=True), start=1):
        yield f"{name}.md", to_markdown(awarding, award, where).encode()
        yield f"{name}.html", to_html(awarding, award, where).encode()
        if progress is not None:
            progress(number, len(awards))


def _short_ids(ids: Sequence[str]) -> list[str]:
    """The ends of the ids, as long as it takes to tell them apart, six characters at least."""
    longest = max(map(len, ids), default=0)
    for length in range(6, longest):
        short = [safe_name(each[-length:]) for each in ids]
        if len({each.casefold() for each in short}) == len(ids):
            return short
    return [f"{safe_name(each)}" for each in ids]
