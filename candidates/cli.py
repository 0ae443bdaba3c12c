"""The `covenue` command: finds the command that is called and turns errors into a sentence and an exit code.

Imports click and nothing heavy, so that `covenue --help` answers at once.
"""

import io
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from candidates import __version__
from candidates.errors import CovenueError, ExitCode
from spiders.steering import without_steering

# Command -> (module, function, what it does). The order is that of the work.
COMMANDS = {
    "init": ("init", "init", "Write covenue.toml and a starter list here; never overwrites."),
    "check": ("check", "check", "Say what is in force and what will work, with remedies."),
    "demo": ("demo", "demo", "Do the whole job on a small embedded stand-in of the six sites."),
    "crawl": ("crawl", "crawl", "Crawl editions (default: what the list's TODO names), then screen them."),
    "import": ("import_files", "import_files", "Take in files saved by hand, for sites that turn crawlers away."),
    "forget": ("forget", "forget", "Take out what was crawled or imported of an edition; decisions stay."),
    "papers": ("papers", "papers", "Show every paper crawled."),
    "screen": ("screen", "screen", "Classify the papers that are not screened yet."),
    "topic": ("topic", "topic", "Propose a topic file from the list, for you to edit."),
    "classify": ("classify", "classify", "Classify papers from JSON Lines; touches no database."),
    "queue": ("queue", "queue", "Show the candidates, most promising first."),
    "show": ("show", "show", "Show one paper with everything that is known of it."),
    "accept": ("decide", "accept", "Accept candidates for the list."),
    "reject": ("decide", "reject", "Reject candidates."),
    "later": ("decide", "later", "Put candidates aside for later."),
    "undo": ("decide", "undo", "Take back the last decision, or the last one on a paper."),
    "review": ("review", "review", "Review the candidates in a browser."),
    "todo": ("todo", "todo", "Show the list's TODO and what it should gain; --add writes it."),
    "coverage": ("coverage", "coverage", "Report what is missing, per edition."),
    "publish": ("publish", "publish", "Write the accepted papers into the list and tick its TODO."),
    "annotate": ("annotate", "annotate", "Complete the list's entries from the papers that they certainly are."),
    "matches": ("matches", "matches", "Show which entry of the list is which paper, and correct it."),
    "entries": ("entries", "entries", "Print how the list is read, and what was not understood."),
    "lint": ("lint", "lint", "Say what is wrong in the list."),
    "evaluate": ("evaluate", "evaluate", "Measure how well the classifier does."),
    "decisions": ("decisions", "decisions", "Print the decisions, or take over those of a file."),
    "export": ("export", "export", "Export papers as BibTeX, RIS, CSL-JSON, CSV or JSON Lines."),
}


# What people look for under another name (seen 2026-11, when the program was tried as its users would).
LOOKED_FOR = {
    **dict.fromkeys(("status", "stats", "gaps", "report", "watch", "notify"), "coverage"),
    **dict.fromkeys(("doctor", "config", "settings", "verify"), "check"),
    **dict.fromkeys(("enrich", "complete", "link", "links"), "annotate"),
    **dict.fromkeys(("serve", "web", "ui"), "review"),
    **dict.fromkeys(("fetch", "update", "download", "scrape"), "crawl"),
    **dict.fromkeys(("remove", "delete", "drop"), "forget"),
    **dict.fromkeys(("search", "find", "list"), "papers --search"),
    **dict.fromkeys(("info", "view", "paper"), "show"),
    **dict.fromkeys(("candidates", "pending", "next"), "queue"),
    **dict.fromkeys(("write", "push", "add"), "publish"),
    **dict.fromkeys(("revert", "unaccept"), "undo"),
    "train": "screen",
    "parse": "entries",
}


# After `covenue help`: the same as nothing.
GENERAL = ("help", "-h", "--help")


class LazyGroup(click.Group):
    """Imports a command's module when that command is called, not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, function, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"candidates.commands.{module}"), function)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """`covenue help [COMMAND]` is --help; a word that is no command is answered with the one that does what it says."""
        if ctx.resilient_parsing:  # a shell that completes a word: nothing is printed and nothing refused
            return super().resolve_command(ctx, args)
        if args[0].casefold() == "help":
            if len(args) == 1 or args[1].casefold() in GENERAL:
                click.echo(ctx.get_help())
                ctx.exit()
            args = [args[1], "--help"]
        if args[0] not in COMMANDS:
            from difflib import get_close_matches

            near = LOOKED_FOR.get(args[0].casefold()) or next(iter(get_close_matches(args[0].casefold(), COMMANDS, 1)), None)
            if near is not None:
                raise click.UsageError(f"No such command {args[0]!r}; did you mean `covenue {near}`?", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, _, what) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-v", "--version", prog_name="covenue")
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="Settings file (default: the nearest covenue.toml upwards).")
@click.option("--database", metavar="URL", help="Database URL or SQLite file (default: beside the settings file).")
@click.option("--mirror", metavar="URL", help="Ask this mirror instead of the sites.")
@click.option("--debug", is_flag=True, help="Show tracebacks and the log.")
@click.pass_context
def covenue(context: click.Context, /, **where: Any) -> None:
    """Keep a curated list of papers complete: crawl the proceedings, decide, publish, report what is missing."""
    context.meta["covenue.where"] = where


class Screen:
    """A terminal that is given no sign which steers it, whoever wrote the text: a title, a reviewer's name, a line of a file."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes the text without what steers a terminal; how many characters."""
        written: int = self._stream.write(without_steering(text))
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Messages:
    """Standard error that keeps nobody from working: what is told while a command works is lost where nobody reads it or the disk is full.

    Seen 2026-11-30: `covenue screen --all 2>&1 | head -1` ended without a word and with exit code 0, and nothing was screened.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes the text if that can be; how many characters there were."""
        self._try(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        """Hands over what was written, if that can be."""
        self._try(self._stream.flush)

    def _try(self, handing_over: Callable[[], object]) -> None:
        try:
            handing_over()
        except OSError:
            _nobody_reads(self._stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def main() -> None:
    """The entry point: exit codes and one-sentence errors as the README says."""
    _open_what_is_closed()
    # A title's ’ or … must not end a command where the output is in another encoding (cp1252 of a pipe on Windows, Latin-1).
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # click writes past a stream in ASCII, and so past `Messages`.
            stream.reconfigure(encoding="utf-8" if "ascii" in stream.encoding.lower() else None, errors="replace")
    # What goes to a file or another program stays as it is: a diff has to apply.
    sys.stdout, sys.stderr = (Screen(stream) if stream.isatty() else stream for stream in (sys.stdout, sys.stderr))
    sys.stderr = Messages(sys.stderr)
    # A scheduler, a container or a shutdown ends a command as Ctrl-C does, so that nothing half written stays behind; who started it with
    # the signal ignored wants it so.
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))


def _open_what_is_closed() -> None:
    """Nothing is read and nobody reads where the caller closed standard input, output or errors (`>&-`, some schedulers).

    The first file that is opened would otherwise get the number of a closed one, and what is printed would be written into the list.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)  # the same number as a rule, and then nothing is done
            os.set_inheritable(number, True)  # programs that this one starts have it too
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115  # open until the end, as the others


def run(arguments: list[str]) -> int:
    """Runs the command and returns its exit code; errors become a sentence on standard error."""
    debug = "--debug" in arguments
    try:
        returned = covenue.main(arguments, prog_name="covenue", standalone_mode=False)
        sys.stdout.flush()
        return int(returned or ExitCode.DONE)
    except click.exceptions.Abort:
        return _interrupted()
    except KeyboardInterrupt:
        return _interrupted()
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except CovenueError as problem:
        if debug:
            raise
        click.echo(f"covenue: {problem}", err=True)
        return problem.exit_code
    except (BrokenPipeError, SystemExit):  # `covenue papers | head`; click itself makes an exit with code 1 of it
        _nobody_reads(sys.stdout)
        return ExitCode.DONE
    except Exception as problem:  # whatever is left is a fault of the program itself, and ends in a sentence
        if debug:
            raise
        return _failed(problem)


def _broken_words() -> list[str]:
    """The words of the command, and the names of its own variables, that hold bytes which are no letters."""
    own = {name: value for name, value in os.environ.items() if name.startswith("COVENUE_")}
    return [*filter(_is_broken, sys.argv[1:]), *(name for name, value in own.items() if _is_broken(value))]


def _is_broken(word: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in word)


def _failed(problem: Exception) -> int:
    """The last net: what the system refused, and a fault of the program itself with the way to its traceback, end as a sentence."""
    if isinstance(problem, OSError):
        _nobody_reads(sys.stdout)
        what = problem.filename or "standard output, or a file that the command works with,"
        click.echo(f"covenue: {what} could not be written or read: {problem.strerror or problem}. Make room or name another.", err=True)
    elif isinstance(problem, UnicodeEncodeError) and (words := _broken_words()):
        # Kept as they are for the names of files, which may be of any bytes; nothing else takes them.
        click.echo(f"covenue: {ascii(words[0])[:100]} is not UTF-8; type it anew.", err=True)
        return ExitCode.USAGE
    elif isinstance(problem, UnicodeEncodeError) and (_is_broken(str(Path.cwd())) or sys.getfilesystemencoding() != "utf-8"):
        name, encoding = ascii(problem.object)[-200:], sys.getfilesystemencoding()
        remedy = "rename it" if encoding == "utf-8" else "set PYTHONUTF8=1 and run the same command again"
        click.echo(f"covenue: {name} has letters that names of files cannot have here ({encoding}); {remedy}.", err=True)
    else:
        said = f"{type(problem).__name__}: {problem}"
        click.echo(f"covenue: an error in the program itself ({said[:300]}); --debug shows where.", err=True)
    return ExitCode.ERROR


def _nobody_reads(stream: Any) -> None:
    """Nothing more is written there, not even by Python's own flush at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _interrupted() -> int:
    click.echo("covenue: interrupted; what was stored is kept, the same command goes on from there.", err=True)
    return ExitCode.INTERRUPTED
