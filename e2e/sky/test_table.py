"""docs/sky-client.md says what works: each row names a test that ran and typed it, and no verb or flag is missing."""
import importlib
import os
import re

import click
import pytest

import conftest
from house import HERE, ROOT

GROUPS = ("jobs", "api")
WORDS = ("works", "differs", "not served")


def rows():
    """Of the table: the verb, its flags as they are written, what is said of them, and the test."""
    found = []
    for line in (ROOT / "docs" / "sky-client.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("| `sky ") and len(cells) == 4:
            found.append((cells[0].strip("`"), tuple(re.findall(r"`([^`]+)`", cells[1])), cells[2],
                          cells[3].strip("`")))
    return found


def walk(command, words):
    """All verbs below, with their parameters; a verb that is hidden is none."""
    if isinstance(command, click.Group):
        for name in command.list_commands(None):
            below = command.get_command(None, name)
            if not below.hidden:
                yield from walk(below, [*words, name])
    else:
        yield " ".join(words), command.params


def spoken(parameter):
    if isinstance(parameter, click.Option):
        return tuple(parameter.opts + parameter.secondary_opts)
    return (parameter.name.upper(),)


def verbs():
    client = importlib.import_module("sky.client.cli.command")
    found = {}
    for group in GROUPS:
        for verb, parameters in walk(client.cli.commands[group], ["sky", group]):
            found[verb] = [spoken(parameter) for parameter in parameters]
    return found


def test_no_verb_or_flag_is_missing():
    expected = {(verb, ()) for verb in verbs()}
    expected |= {(verb, flags) for verb, all_flags in verbs().items() for flags in all_flags}
    told = [(verb, flags) for verb, flags, _, _ in rows()]
    assert sorted(expected - set(told)) == [], "in the client, not in the table"
    assert sorted(set(told) - expected) == [], "in the table, not in the client"
    assert len(told) == len(set(told)), "told twice"


def test_every_row_says_one_of_three_things():
    for verb, flags, said, _ in rows():
        word = next((word for word in WORDS if said == word or said.startswith(f"{word}: ")), None)
        assert word, f"{verb} {flags}: {said}"
        assert word == "works" or said != word, f"{verb} {flags} does not say how"


def test_every_row_names_a_test():
    there = set(re.findall(r"^def (test_\w+)", "".join(f.read_text() for f in HERE.glob("test_*.py")), re.M))
    assert sorted({test for _, _, _, test in rows()} - there) == []


def test_every_row_was_run():
    if not os.environ.get("SKY_SUITE_WHOLE"):
        pytest.skip("only a part of the suite runs")
    wrong = []
    for verb, flags, _, test in rows():
        name = f"{verb} {'/'.join(flags)}"
        if conftest.outcomes.get(test) != "passed":
            wrong.append(f"{name}: {test} was not passed")
            continue
        words = verb.split()[1:]
        of_verb = [call for call in conftest.typed.get(test, []) if call[:len(words)] == words]
        if not of_verb:
            wrong.append(f"{name}: {test} did not type it")
        elif flags and flags[0].startswith("-"):
            missing = [flag for flag in flags if not any(flag in call or any(
                word.startswith(flag + "=") for word in call) for call in of_verb)]
            # A long and a short form are one option: one of them will do, but both sides of a switch are two.
            sides = [flag for flag in flags if flag.startswith("--no-")]
            if len(missing) == len(flags) or set(missing) & set(sides):
                wrong.append(f"{name}: {test} did not type {missing}")
    assert wrong == []
