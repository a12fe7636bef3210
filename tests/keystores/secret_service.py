"""The Secret Service of a desktop, GNOME's."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from command import Store
from custody import Custody
from desktop import Desktop

PASSWORD = "correct horse"


class TheSecretService(Custody):
    @contextmanager
    def session(self, password: str = PASSWORD) -> Iterator[Desktop]:
        """A login session; the next one finds what this one kept."""
        with Desktop(self.root) as desktop:
            yield desktop.unlock(password)

    def store(self, desktop: Desktop, name: str = "store") -> Store:
        return Store(self.root / name, **desktop.environment)

    def test_a_passkey_outlives_its_login_session(self) -> None:
        with self.session() as desktop:
            self.assertEqual(self.store(desktop).create(b"ada").exit, 0)
        for count in (1, 2):
            with self.session() as desktop:
                self.assert_signs_in(self.store(desktop), count)
                self.assert_good(self.store(desktop), 1)

    def test_a_store_whose_key_is_gone_is_stranded_until_it_is_back(self) -> None:
        keyrings, copy = self.root / "data" / "keyrings", self.root / "copy"
        with self.session() as desktop:
            store, other = self.store(desktop), self.store(desktop, "other")
            for user in (b"ada", b"grace"):
                self.assertEqual(store.create(user).exit, 0)
            self.assertEqual(other.create(b"ada").exit, 0)
        shutil.copytree(keyrings, copy)
        with self.session() as desktop:
            store, other = self.store(desktop), self.store(desktop, "other")
            desktop.secret_tool("clear", *attributes(store))
            self.assert_stranded(store, 2)
            self.assert_signs_in(other, 1)
        shutil.copytree(copy, keyrings, dirs_exist_ok=True)
        with self.session() as desktop:
            store = self.store(desktop)
            self.assert_good(store, 2)
            self.assertEqual(store.create(b"joan").exit, 0)
            self.assert_good(store, 3)

    def test_a_locked_service_is_told_until_it_is_unlocked(self) -> None:
        with self.session() as desktop:
            self.assertEqual(self.store(desktop).create(b"ada").exit, 0)
            desktop.lock()
            self.assert_refused(
                self.store(desktop), "key_store_locked", "locked", "Unlock"
            )
        with self.session() as desktop:
            self.assert_signs_in(self.store(desktop), 1)

    def test_a_service_unlocked_with_another_password_stays_locked(self) -> None:
        with self.session() as desktop:
            self.assertEqual(self.store(desktop).create(b"ada").exit, 0)
        with self.session("wrong horse") as desktop:
            self.assert_refused(self.store(desktop), "key_store_locked", "Unlock")

    def test_a_service_that_nobody_ever_unlocked_makes_no_store(self) -> None:
        with Desktop(self.root, starts_services=True) as desktop:
            store = self.store(desktop)
            self.assert_refused(store, "key_store_locked", "Unlock")
            self.assertEqual(store.bytes_on_disk(), {})

    def test_a_bus_without_the_service_is_told_and_makes_no_store(self) -> None:
        with Desktop(self.root) as desktop:
            store = self.store(desktop)
            self.assert_refused(
                store, "key_store_unavailable", "Secret Service", "Start"
            )
            self.assertEqual(store.bytes_on_disk(), {})

    def test_no_bus_at_all_is_told_and_makes_no_store(self) -> None:
        for environment in ({}, {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}):
            store = Store(self.root / "store", **environment)
            self.assert_refused(
                store, "key_store_unavailable", "Secret Service", "Start"
            )
            self.assertEqual(store.bytes_on_disk(), {})

    def test_without_its_service_a_store_is_unavailable_and_not_stranded(self) -> None:
        with self.session() as desktop:
            self.assertEqual(self.store(desktop).create(b"ada").exit, 0)
        with Desktop(self.root) as desktop:
            self.assert_refused(self.store(desktop), "key_store_unavailable", "Start")
        with self.session() as desktop:
            self.assert_signs_in(self.store(desktop), 1)

    def test_two_things_of_the_same_name_are_told(self) -> None:
        with self.session() as desktop:
            store = self.store(desktop)
            self.assertEqual(store.create(b"ada").exit, 0)
            named = ["--label=another program's", *attributes(store), "kind", "another"]
            desktop.secret_tool("store", *named, given=b"another program's")
            self.assert_refused(store, "device_key_damaged")
            desktop.secret_tool("clear", "kind", "another")
            self.assert_signs_in(store, 1)

    def test_a_copy_put_back_from_an_earlier_day_is_seen(self) -> None:
        with self.session() as desktop:
            store = self.store(desktop)
            self.assertEqual(store.create(b"ada").exit, 0)
            old = store.bytes_on_disk()
            self.assert_signs_in(store, 1)
            for path in store.folder.glob("passkeys.db*"):
                path.unlink()
            for name, content in old.items():
                (store.folder / name).write_bytes(content)
            answer = store.check()
            self.assertEqual((answer.exit, answer.out["state"]), (1, "rolled_back"))
            self.assertEqual((store.get().exit, store.get().code), (3, "rolled_back"))

    def test_the_device_key_is_not_in_the_stores_folder(self) -> None:
        with self.session() as desktop:
            store = self.store(desktop)
            self.assertEqual(store.create(b"ada").exit, 0)
            device_key = desktop.secret_tool("lookup", *attributes(store))
            self.assertEqual(len(device_key), 32)
            for path in store.folder.iterdir():
                self.assertNotIn(device_key, path.read_bytes(), path.name)


def attributes(store: Store) -> list[str]:
    """What the device key is found by."""
    return ["service", "passkey-provider", "username", str(store.folder.resolve())]
