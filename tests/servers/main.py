"""Starts servers, plays every case at each, and prints one table: main.py [--rehearse] [SERVER=INSTALLED..]

INSTALLED is the folder in which `run` installed what that server is. The command is $PASSKEY_PROVIDER. Exit status
1 if a cell failed or is not there. With --rehearse the command is one that lies, and the cases that must notice have
to fail.
"""

import concurrent.futures
import importlib
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

from cases import CASES, Case, play
from faults import Proxy
from server import Server, free_port

HERE = Path(__file__).parent
# What a command that lies gets past, and what must stop it.
NOTICE_LIES = {"enrol", "sign in", "duplicate", "refused after the key", "answer lost", "sign in again", "delete"}
# The machine is small, and some of these are Java's.
AT_A_TIME = 3


class Table:
    def __init__(self, servers: list[str]) -> None:
        self.servers = servers
        self.cells: dict[tuple[str, str], tuple[str, str]] = {}
        self.more: dict[str, list[str]] = {}

    def failed(self) -> list[str]:
        """The cells that did not go well, or did not go at all; and what else a server failed."""
        return [
            f"{server}, {name}: {self.cells[server, name][1] if (server, name) in self.cells else 'not played'}"
            for server in self.servers
            for name in CASES
            if self.cells.get((server, name), ("MISSING", ""))[0] not in ("ok", "no")
        ] + [f"{server}: {wrong}" for server in self.servers for wrong in self.more.get(server, [])]

    def lines(self) -> list[str]:
        widths = [max(map(len, self.servers)), *(max(len(name), 7) for name in CASES)]
        notes: list[str] = []
        lines = ["  ".join(text.ljust(width) for text, width in zip(["", *CASES], widths)).rstrip()]
        for server in self.servers:
            row = [server]
            for name in CASES:
                cell, said = self.cells.get((server, name), ("MISSING", ""))
                if cell == "no":
                    if f"{server}: {said}" not in notes:
                        notes.append(f"{server}: {said}")
                    cell = f"no [{notes.index(f'{server}: {said}') + 1}]"
                row.append(cell)
            lines.append("  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip())
        return lines + [f"[{number}] {note}" for number, note in enumerate(notes, 1)]


def serve(
    name: str,
    installed: Path,
    command: str,
    table: Table,
    running: set[Server],
    told: threading.Lock,
    rehearsal: bool,
) -> None:
    started = time.monotonic()
    server: Server = importlib.import_module(f"{name}.driver").Driver(installed)
    running.add(server)
    proxy = Proxy()
    lines = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            try:
                proxy.target = free_port()
                server.url = server.origin = proxy.url
                server.start(Path(folder), proxy.target, proxy.url)
                lines.append(f"{name}: ready after {time.monotonic() - started:.0f} s")
                case = Case(server, proxy, command, Path(folder))
                for case_name in CASES:
                    began = time.monotonic()
                    cell, said = table.cells[name, case_name] = play(case, case_name)
                    lines.append(f"{name}: {case_name}: {cell} ({time.monotonic() - began:.1f} s) {said}".rstrip())
                for promise, wrong in [] if rehearsal else server.promises(command, Path(folder)):
                    lines.append(f"{name}: {promise}: {f'FAILED {wrong}' if wrong else 'ok'}")
                    if wrong:
                        table.more.setdefault(name, []).append(f"{promise}: {wrong}")
            finally:
                server.stop()
    except Exception as wrong:
        table.more[name] = [f"{wrong}"]
        lines.append(traceback.format_exc())
    finally:
        proxy.stop()
        if not rehearsal:
            with told:
                print("\n".join(lines), flush=True)


def play_all(installed: dict[str, str], command: str, rehearsal: bool) -> Table:
    table, running, told = Table(list(installed)), set(), threading.Lock()
    pool = concurrent.futures.ThreadPoolExecutor(AT_A_TIME)
    try:
        done = [
            pool.submit(serve, name, Path(folder), command, table, running, told, rehearsal)
            for name, folder in installed.items()
        ]
        for ended in done:
            ended.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for server in list(running):
            server.stop()
    return table


def rehearse(installed: dict[str, str]) -> int:
    os.environ["HONEST"] = os.environ["PASSKEY_PROVIDER"]
    table = play_all(installed, str(HERE / "liar.py"), True)
    failed = 0
    for (server, name), (cell, said) in table.cells.items():
        if (cell == "FAILED") != (name in NOTICE_LIES):
            print(f"{server}, {name}: {cell} for a command that lies. {said}")
            failed = 1
    if failed or len(table.cells) != len(installed) * len(CASES):
        print("\n".join(table.lines() + table.failed()))
        return 1
    print(f"a command that lies is noticed in {len(NOTICE_LIES)} cases")
    return 0


def main(arguments: list[str]) -> int:
    # Whoever ends this run ends the servers too.
    for ends in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ends, lambda number, _: sys.exit(128 + number))
    installed = dict(argument.split("=", 1) for argument in arguments if argument != "--rehearse")
    if "--rehearse" in arguments:
        return rehearse(installed)
    table = play_all(installed, os.environ["PASSKEY_PROVIDER"], False)
    print()
    print("\n".join(table.lines()))
    failed = table.failed()
    for wrong in failed:
        print(f"FAILED  {wrong}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
