#!/usr/bin/env python3
"""Sums the test reports of all steps; the last line says how it went.

summary.py REPORTS MUST_RUN [FAILED_STEP...]
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as xml


def main(reports, must_run, *failed_steps):
    passed = failed = 0
    skipped = []
    failures = []
    ran = set()
    gaps = set()
    red_steps = set()
    for report in sorted(pathlib.Path(reports).glob("*/**/TEST-*.xml")):
        step = report.relative_to(reports).parts[0]
        for case in xml.parse(report).getroot().iter("testcase"):
            owner = re.split(r"[$\[]", case.get("classname"))[0]  # of a nested class, of a class with parameters
            name = f"{case.get('classname')}.{case.get('name')}"
            if case.find("skipped") is not None:
                gaps.add(owner)
                skipped.append((step, name, case.find("skipped").get("message") or ""))
            elif case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                failures.append((step, name))
                red_steps.add(step)
                ran.add(owner)
            else:
                passed += 1
                ran.add(owner)

    for step in failed_steps:
        if step not in red_steps:
            failed += 1
            failures.append((step, "the step itself"))
    lines = [line.strip() for line in pathlib.Path(must_run).read_text().splitlines()]
    for name in lines:
        if not name or name.startswith(("#", "step:")):
            continue
        if name not in ran or name in gaps:
            failed += 1
            failures.append(("must-run", f"{name} {'was skipped in part' if name in ran else 'did not run'}"))

    if skipped:
        print("\n=== skipped")
        for step, name, why in skipped:
            print(f"{step}: {name}  {why.splitlines()[0] if why else ''}".rstrip())
    if failures:
        print("\n=== failed")
        for step, name in failures:
            print(f"{step}: {name}")
    print()
    print(f"{passed} passed, {failed} failed, {len(skipped)} skipped")
    return 1 if failed or not passed else 0


sys.exit(main(*sys.argv[1:]))
