"""The front door: names the commands and loads each one only when it is asked for.

Exit codes: 0 done, 1 problems found in what was checked, 2 wrong usage, 3 could not be done. A person never sees
a traceback unless ``--debug`` asks for it.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from types import TracebackType

import click

COMMANDS = {
    "open": ("facilitator_tui.commands.live:open_", "Go straight to the live screen of a session."),
    "demo": (
        "facilitator_tui.commands.live:demo",
        "Open the program on a demonstration, in a throw-away store.",
    ),
    "rehearse": ("facilitator_tui.commands.live:rehearse", "Play a recorded session into the live screen."),
    "plan": ("facilitator_tui.commands.plan:plan", "Check, show and begin courses and session plans."),
    "read": (
        "facilitator_tui.commands.read:read",
        "Show what a report, transcript or chat says; stores nothing.",
    ),
    "import": (
        "facilitator_tui.commands.importing:import_",
        "Take in a roster, an attendance report, a transcript or what was handed in.",
    ),
    "session": ("facilitator_tui.commands.session:session", "List, show and create sessions."),
    "subgroup": ("facilitator_tui.commands.subgroup:subgroup", "List, show and form subgroups."),
    "log": ("facilitator_tui.commands.log:log", "Record a session line by line, without the screen."),
    "report": ("facilitator_tui.commands.report:report", "Write the report of a session."),
    "brief": ("facilitator_tui.commands.brief:brief", "Say what matters before a subgroup's next session."),
    "register": (
        "facilitator_tui.commands.register:register",
        "Write the attendance register, also for Moodle and for auditors.",
    ),
    "calendar": ("facilitator_tui.commands.calendar:calendar", "Write a subgroup's sessions for calendars."),
    "completion": (
        "facilitator_tui.commands.completion:completion",
        "Show who has earned which badge and why; confirm, override, hold back.",
    ),
    "badges": (
        "facilitator_tui.commands.badges:badges",
        "Check, export and send confirmed badges; the ledger.",
    ),
    "backup": (
        "facilitator_tui.commands.backup:backup",
        "Copy the store to a file, also while it is in use.",
    ),
    "restore": (
        "facilitator_tui.commands.restore:restore",
        "Make a store out of a backup or a dump.",
    ),
    "dump": ("facilitator_tui.commands.dump:dump", "Write the store as lines of JSON."),
    "merge": ("facilitator_tui.commands.merge:merge", "Take other facilitators' stores into this one."),
    "doctor": (
        "facilitator_tui.commands.doctor:doctor",
        "Look over everything before a session, and say what to do.",
    ),
    "privacy": (
        "facilitator_tui.commands.privacy:privacy",
        "Show what is held about a person, erase it, keep lifetimes.",
    ),
}


class Front(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])


@click.group(cls=Front, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--db", metavar="FILE", envvar="FACILITATOR_TUI_DB", help="The store to open instead of your own."
)
@click.version_option(package_name="facilitator-tui")
@click.pass_context
def front(ctx: click.Context, db: str | None) -> None:
    """The facilitator's instrument panel beside the video call. Without a command: opens the program."""
    if ctx.invoked_subcommand is None:
        from facilitator_tui.commands.live import open_app

        open_app(db)


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """In place of a traceback, which would show names and addresses held in variables."""
    click.echo(
        f"Something went wrong that should not have ({kind.__name__}). What was saved is safe. "
        "Run the same command with --debug to see where, and please report it.",
        err=True,
    )
    sys.stdout.flush()
    os._exit(3)  # the only way for a hook to say by the exit code that it was not done


def main() -> None:
    """Run the command line; every failure ends in a sentence."""
    # Looking for garbage while modules load finds none and costs a tenth of the start. The app switches it on
    # again after its first paint; a command ends before it would matter.
    gc.disable()
    if "--debug" not in sys.argv:
        sys.excepthook = _last_words
    arguments = [word for word in sys.argv[1:] if word != "--debug"]
    try:
        sys.exit(front.main(args=arguments, prog_name="facilitator-tui", standalone_mode=False) or 0)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(3)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(3)
    except BrokenPipeError:
        # The reader of our output went away; Python must not complain once more while flushing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(3)
