"""What a producer was told, event by event, in a file that outlives it: a line is with the system before the next call."""

import collections
import json
import os

#: `>` it is put in now, `+` it was acknowledged, `-` it was refused with a code, `!` something else happened; `.` the call is
#: over, `?` the outbox was asked how it is, `=` what it said at the end.
BEGUN, ACKNOWLEDGED, REFUSED, BROKEN, OVER, ASKED, END = ">+-!.?="


class Journal:
    """The one who writes."""

    def __init__(self, path):
        self._file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o666)

    def write(self, mark, *lines):
        os.write(self._file, "".join(f"{mark} {line}\n" for line in lines).encode())


class Told:
    """What the journals of a folder say, as far as they were read."""

    def __init__(self, folder):
        self.begun, self.acknowledged, self.refused = set(), set(), {}
        self.broken, self.calls, self.asked, self.ends = [], 0, 0, []
        self._folder, self._read_up_to = folder, collections.Counter()

    def look(self):
        """Reads on. Gives itself."""
        for path in sorted(self._folder.glob("*.journal")):
            with path.open("rb") as journal:
                journal.seek(self._read_up_to[path])
                whole, _, _ = journal.read().rpartition(b"\n")  # the last line may have been cut off by the end of its process
            self._read_up_to[path] += len(whole) + 1 if whole else 0
            for line in whole.decode().splitlines():
                self._read(line[0], line[2:])
        return self

    def _read(self, mark, rest):
        if mark == BEGUN:
            self.begun.add(rest)
        elif mark == ACKNOWLEDGED:
            self.acknowledged.add(rest)
        elif mark == REFUSED:
            name, code = rest.split()
            self.refused[name] = code
        elif mark == BROKEN:
            self.broken.append(rest)
        elif mark == OVER:
            self.calls += 1
        elif mark == ASKED:
            self.asked += 1
        elif mark == END:
            self.ends.append(json.loads(rest))

    def codes(self):
        return collections.Counter(self.refused.values())

