"""The Linux kernel's keyring, which the person chooses with a variable."""

import subprocess

from command import Store
from custody import Custody

OWN_SESSION = ["keyctl", "session", "-"]


class TheKernelKeyring(Custody):
    def setUp(self) -> None:
        super().setUp()
        self.kept: list[Store] = []
        self.addCleanup(self.forget_all)

    def store(self, name: str) -> Store:
        store = Store(self.root / name, PASSKEY_PROVIDER_KEYRING="kernel")
        self.kept.append(store)
        return store

    def test_a_passkey_outlives_its_process(self) -> None:
        store = self.store("store")
        self.assertEqual(store.create(b"ada").exit, 0)
        for count in (1, 2):
            self.assert_signs_in(store, count)
        self.assert_good(store, 1)

    def test_a_passkey_outlives_its_login_session(self) -> None:
        store = self.store("store")
        store.inside = OWN_SESSION
        self.assertEqual(store.create(b"ada").exit, 0)
        for count in (1, 2):
            self.assert_signs_in(store, count)
        self.assert_good(store, 1)

    def test_a_passkey_made_in_a_login_session_works_in_a_process_without_one(
        self,
    ) -> None:
        store = self.store("store")
        store.inside = OWN_SESSION
        self.assertEqual(store.create(b"ada").exit, 0)
        store.inside = []
        self.assert_signs_in(store, 1)

    def test_a_store_whose_key_is_gone_is_stranded_until_it_is_back(self) -> None:
        store, other = self.store("store"), self.store("other")
        for user in (b"ada", b"grace"):
            self.assertEqual(store.create(user).exit, 0)
        self.assertEqual(other.create(b"ada").exit, 0)
        device_key = self.read_key(store)
        self.assertEqual(len(device_key), 32)
        self.remove_key(store)
        self.assert_stranded(store, 2)
        self.assert_signs_in(other, 1)
        self.put_key(store, device_key)
        self.assert_good(store, 2)
        self.assertEqual(store.create(b"joan").exit, 0)
        self.assert_good(store, 3)

    def test_a_store_whose_key_is_another_ones_is_stranded(self) -> None:
        store = self.store("store")
        self.assertEqual(store.create(b"ada").exit, 0)
        device_key = self.read_key(store)
        self.put_key(store, bytes(range(32)))
        self.assert_stranded(store, 1)
        self.put_key(store, device_key)
        self.assert_signs_in(store, 1)

    def test_what_is_no_key_is_told_and_never_overwritten(self) -> None:
        store = self.store("store")
        self.assertEqual(store.create(b"ada").exit, 0)
        device_key = self.read_key(store)
        self.put_key(store, b"short")
        self.assert_refused(store, "device_key_damaged")
        self.assertEqual(self.read_key(store), b"short")
        self.put_key(store, device_key)
        self.assert_signs_in(store, 1)

    def test_the_device_key_is_not_in_the_stores_folder(self) -> None:
        store = self.store("store")
        self.assertEqual(store.create(b"ada").exit, 0)
        device_key = self.read_key(store)
        for path in store.folder.iterdir():
            self.assertNotIn(device_key, path.read_bytes(), path.name)

    def read_key(self, store: Store) -> bytes:
        return keyctl(f'keyctl pipe $(keyctl search @s user "{description(store)}")')

    def remove_key(self, store: Store) -> None:
        keyctl(f'keyctl invalidate $(keyctl search @s user "{description(store)}")')

    def put_key(self, store: Store, key: bytes) -> None:
        keyctl(f'keyctl padd user "{description(store)}" $persistent', key)

    def forget_all(self) -> None:
        """The persistent keyring is the one of whoever runs this."""
        for store in self.kept:
            for entry in (description(store), description(store, " epoch")):
                keyctl(
                    f'keyctl invalidate $(keyctl search @s user "{entry}") || true',
                )


def description(store: Store, what: str = "") -> str:
    return f"keyring:{store.folder.resolve()}{what}@passkey-provider"


def keyctl(script: str, given: bytes = b"") -> bytes:
    """Runs a script where the person's persistent keyring can be reached."""
    begin = "persistent=$(keyctl get_persistent @s) && "
    run = subprocess.run(
        [*OWN_SESSION, "sh", "-c", begin + script],
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
    )
    if run.returncode:
        raise OSError(f"the kernel's keyring: {run.stderr.decode()}")
    return run.stdout
