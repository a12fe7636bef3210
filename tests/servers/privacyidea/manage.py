"""The steps by which an administrator sets a privacyIDEA up, in one process: manage.py PASSWORD"""

import sys

from privacyidea.cli.pimanage.main import cli

for step in (
    ["setup", "create_enckey"],
    ["setup", "create_audit_keys"],
    ["setup", "create_tables"],
    ["admin", "add", "admin", "--password", sys.argv[1]],
):
    cli.main(step, standalone_mode=False)
