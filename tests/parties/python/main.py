"""Plays every case of the table against the command: python main.py TABLE COMMAND"""

import sys
import time
from pathlib import Path

from provider import Provider
from rehearsal import CaseFailed, rehearse
from table import read_table


def main(table_file: str, command: str) -> int:
    table = read_table(Path(table_file))
    failed = 0
    for case in table.cases:
        started = time.monotonic()
        try:
            with Provider(command, Path(table_file).parent) as provider:
                rehearse(table, case, provider)
            print(f"ok    {case.name} ({(time.monotonic() - started) * 1000:.0f} ms)")
        except CaseFailed as error:
            failed += 1
            print(f"FAIL  {case.name}: {error}")
    print(f"{len(table.cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python main.py TABLE COMMAND")
    sys.exit(main(*sys.argv[1:]))
