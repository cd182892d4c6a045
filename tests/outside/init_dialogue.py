"""The questions of `diligence init` on a real terminal: a pseudo-terminal that this script types on.

Usage: python3 tests/outside/init_dialogue.py PATH-OF-THE-PROGRAM
Needs Python 3.11 or newer on a Unix system, and nothing else.
"""

import os
import pty
import select
import signal
import sys
import tempfile
import tomllib
from pathlib import Path

PROMPT = "\r\n> "
SECONDS = 20


class Terminal:
    """A program on a pseudo-terminal in `folder`."""

    def __init__(self, program, folder, *args):
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execv(program, [program, *args])
        self.said = ""
        self.until_prompt()

    def read(self):
        """What the program says next; empty at its end."""
        if not select.select([self.end], [], [], SECONDS)[0]:
            raise SystemExit(f"nothing was said for {SECONDS} seconds after:\n{self.said[-500:]}")
        try:
            return os.read(self.end, 65536).decode()
        except OSError:
            return ""

    def until_prompt(self):
        """Reads up to the next prompt or the end, and gives what was said."""
        said = ""
        while not said.endswith(PROMPT):
            more = self.read()
            if not more:
                break
            said += more
        self.said += said
        return " ".join(said.split())

    def type(self, line, end="\n"):
        os.write(self.end, (line + end).encode())
        return self.until_prompt()

    def status(self):
        return os.waitpid(self.pid, 0)[1]


def record(folder):
    return tomllib.loads((Path(folder) / "procurement.toml").read_text())


def expect(what, where):
    if what not in where:
        raise SystemExit(f"not found: {what}\nin: {where}")


def answers_are_written(program, folder):
    terminal = Terminal(program, folder, "init")
    expect("What is the name of your institution?", " ".join(terminal.said.split()))
    expect("In the record it is called institution.name", terminal.type("?"))
    expect("Institution:", terminal.type("Town of Sample"))
    expect("Did you mean `municipality`?", terminal.type("municipalty"))
    terminal.type("municipality")
    terminal.type("2")
    for _ in range(3):
        said = terminal.type("back")
    expect("Your answer: Town of Sample. Enter keeps it", said)
    assert record(folder)["institution"]["acts"] == ["mfippa"], "going back takes nothing away"
    expect("Your answer: municipality.", terminal.type("Town of \"Sample\""))
    last = terminal.type("done")
    expect("Wrote procurement.toml 3 answers stand in it", last)
    expect("Next: diligence check", last)
    assert terminal.status() == 0
    assert "\x1b" not in terminal.said, "the dialogue uses plain lines only"
    expected = {"name": "Town of \"Sample\"", "sector": "municipality", "acts": ["mfippa"]}
    assert record(folder)["institution"] == expected, record(folder)["institution"]


def a_record_that_exists_is_refused(program, folder):
    before = (Path(folder) / "procurement.toml").read_bytes()
    terminal = Terminal(program, folder, "init")
    expect("exists. It was left as it is", " ".join(terminal.said.split()))
    assert os.waitstatus_to_exitcode(terminal.status()) == 2
    assert (Path(folder) / "procurement.toml").read_bytes() == before


def an_interrupt_loses_nothing(program, folder):
    terminal = Terminal(program, folder, "init", "new")
    expect("Every answer is saved at once", " ".join(terminal.said.split()))
    terminal.type("Town of Sample")
    terminal.type("\x03", end="")
    assert os.waitstatus_to_exitcode(terminal.status()) == -signal.SIGINT
    assert record(Path(folder) / "new")["institution"]["name"] == "Town of Sample"


def the_end_of_input_writes_what_there_is(program, folder):
    terminal = Terminal(program, folder, "init", "new")
    terminal.type("Town of Sample")
    expect("Wrote new/procurement.toml One answer stands in it", terminal.type("\x04", end=""))
    assert terminal.status() == 0
    assert record(Path(folder) / "new")["institution"]["name"] == "Town of Sample"


def nothing_answered_nothing_written(program, folder):
    terminal = Terminal(program, folder, "init", "new")
    expect("nothing was written", terminal.type("\x04", end=""))
    assert os.waitstatus_to_exitcode(terminal.status()) == 2
    assert not os.listdir(folder)


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        answers_are_written(program, folder)
        a_record_that_exists_is_refused(program, folder)
    for test in [an_interrupt_loses_nothing, the_end_of_input_writes_what_there_is, nothing_answered_nothing_written]:
        with tempfile.TemporaryDirectory() as folder:
            test(program, folder)
    print("The dialogue works on a terminal.")


main()
