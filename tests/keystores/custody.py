"""What every key store promises, whichever it is."""

import tempfile
import unittest
from pathlib import Path

from command import Store, count_of


class Custody(unittest.TestCase):
    """A key store, prepared by the class that inherits this."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="key-store-")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def assert_signs_in(self, store: Store, count: int) -> None:
        answer = store.get()
        self.assertEqual(answer.exit, 0, answer.error)
        self.assertEqual(count_of(answer), count)

    def assert_good(self, store: Store, passkeys: int) -> None:
        answer = store.check()
        self.assertEqual(answer.exit, 0, answer.error)
        self.assertEqual(
            (answer.out["state"], answer.out["passkeys"]), ("ok", passkeys)
        )

    def assert_stranded(self, store: Store, passkeys: int) -> None:
        """Says so and how many, refuses every ceremony, and changes nothing."""
        before = store.bytes_on_disk()
        answer = store.check()
        self.assertEqual((answer.exit, answer.code), (1, "check_failed"))
        self.assertEqual(
            (answer.out["state"], answer.out["passkeys"]), ("stranded", passkeys)
        )
        self.assertIn(str(passkeys), answer.error["message"])
        for refused in (store.get(), store.create(b"another")):
            self.assertEqual((refused.exit, refused.code), (3, "stranded"))
            self.assertIn(str(passkeys), refused.error["message"])
            self.assertIsNone(refused.out)
        self.assertEqual(store.bytes_on_disk(), before)

    def assert_refused(self, store: Store, code: str, *words: str) -> None:
        """Exit status 3 and a sentence that helps, from every command; nothing changes."""
        before = store.bytes_on_disk()
        for answer in (store.check(), store.get(), store.create(b"another")):
            self.assertEqual((answer.exit, answer.code), (3, code))
            said = f"{answer.error['message']} {answer.error['next']}"
            for word in words:
                self.assertIn(word, said)
        self.assertEqual(store.bytes_on_disk(), before)
