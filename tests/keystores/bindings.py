"""The device key that the bindings make for an app, in a Secret Service."""

import os
import subprocess

from custody import Custody
from desktop import Desktop

PROMISE = "platform_key_store::a_device_key_is_made_once_and_opens_its_store"


class TheBindings(Custody):
    def test_a_device_key_is_made_once_and_opens_its_store(self) -> None:
        with Desktop(self.root) as desktop:
            desktop.unlock("correct horse")
            run = subprocess.run(
                [os.environ["SURFACE_TESTS"], "--exact", PROMISE, "--ignored"],
                env=desktop.environment,
                capture_output=True,
                check=False,
                text=True,
                timeout=60,
            )
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
            self.assertIn("1 passed", run.stdout)
            for account in ("device-key", "another"):
                named = ["service", "app.example", "username", account]
                self.assertEqual(len(desktop.secret_tool("lookup", *named)), 32)
