"""Runs the tests of one module with unittest and writes what happened to each, one JSON object a line.

    report.py MODULE OUTPUT [NAMES]

NAMES is a file with the names of tests to leave out, one a line (those that an earlier run was stopped in or has
done). A line has "test" and "state" (begun, passed, failed, error, skipped, ...) and for failures "text", the
traceback. A failed setUpClass or setUpModule is a test of that name. Runs under any Python; `run` starts it.
"""

import json
import sys
import traceback
import unittest


class Report(unittest.TestResult):
    """Writes each test's beginning and end at once, so that nothing is lost when the process is stopped."""

    def __init__(self, stream):
        super().__init__()
        self.stream = stream
        self.state = None

    def write(self, test, state, text=None):
        """Writes that test (a test case or a placeholder of one) is in the state."""
        line = {"test": test.id(), "state": state}
        if text is not None:
            line["text"] = text
        self.stream.write(json.dumps(line) + "\n")
        self.stream.flush()

    def fail(self, test, state, error):
        """Notes a failure of the test; the first of several is the one that is reported."""
        text = "".join(traceback.format_exception(*error))
        if not isinstance(test, unittest.TestCase):
            self.write(test, state, text)
        elif self.state is None or self.state[0] == "skipped":
            self.state = state, text

    def startTest(self, test):
        super().startTest(test)
        self.state = None
        self.write(test, "begun")

    def stopTest(self, test):
        super().stopTest(test)
        self.write(test, *(self.state or ("passed", None)))

    def addError(self, test, err):
        self.fail(test, "error", err)

    def addFailure(self, test, err):
        self.fail(test, "failed", err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.fail(test, "failed", err)

    def addSkip(self, test, reason):
        if not isinstance(test, unittest.TestCase):
            self.write(test, "skipped", reason)
        elif self.state is None:
            self.state = "skipped", reason

    def addExpectedFailure(self, test, err):
        pass

    def addUnexpectedSuccess(self, test):
        self.state = "failed", "passed although a failure was expected"


def cases(suite):
    """Gives each test case of a suite of suites."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from cases(test)
        else:
            yield test


def main():
    module, output, *rest = sys.argv[1:]
    del sys.argv[1:]
    left_out = set()
    if rest:
        with open(rest[0]) as lines:
            left_out.update(lines.read().split("\n"))
    suite = unittest.TestSuite(
        test for test in cases(unittest.defaultTestLoader.loadTestsFromName(module)) if test.id() not in left_out)
    with open(output, "a") as stream:
        suite.run(Report(stream))


if __name__ == "__main__":
    main()
