"""Keeps every promise once, or those whose names contain one of the words given."""

import sys
import unittest

import bindings
import kernel_keyring
import secret_service


class Told(unittest.TestResult):
    """One line a promise."""

    def addSuccess(self, test: unittest.TestCase) -> None:
        print(f"ok    {name_of(test)}", flush=True)

    def addFailure(self, test: unittest.TestCase, err) -> None:
        super().addFailure(test, err)
        print(f"FAIL  {name_of(test)}\n{self.failures[-1][1]}", flush=True)

    def addError(self, test: unittest.TestCase, err) -> None:
        super().addError(test, err)
        print(f"FAIL  {name_of(test)}\n{self.errors[-1][1]}", flush=True)


def name_of(test: unittest.TestCase) -> str:
    _, _, promise = test.id().rpartition(".test_")
    return f"{type(test).__module__}: {promise}".replace("_", " ")


def chosen(suite: unittest.TestSuite, words: list[str]) -> unittest.TestSuite:
    tests = [test for case in suite for test in case]
    return unittest.TestSuite(
        test
        for test in tests
        if not words or any(word in name_of(test) for word in words)
    )


def main(words: list[str]) -> int:
    load = unittest.defaultTestLoader.loadTestsFromModule
    suite = chosen(
        unittest.TestSuite(
            case
            for module in (kernel_keyring, secret_service, bindings)
            for case in load(module)
        ),
        words,
    )
    result = Told()
    suite.run(result)
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    return 1 if failed or not result.testsRun else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
