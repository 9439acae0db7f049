"""The processes of a round. Each has a group of its own, so that what it started just then ends with it."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import doors

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target/debug/tiktok-capi"

#: Seconds after which a process that was asked to end is ended.
PATIENCE = 120

#: Seconds after which a program ends that nobody ended, as when the round itself was killed.
LONGEST = 900


class Producer:
    """A process of `producer.py`."""

    def __init__(self, task):
        self.task, self.was_killed = task, False
        command = [sys.executable, Path(__file__).parent / "producer.py", json.dumps(task)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=doors.environment() | (task["environment"] if task["door"] == "package" else {}),
            start_new_session=True,
        )

    def again(self, name, journal):
        """Its successor."""
        return Producer(self.task | {"name": name, "journal": journal})

    def say(self, line):
        """Asks for what `within.py` does, or for its end."""
        with suppress(BrokenPipeError):
            self.process.stdin.write(f"{line}\n".encode())
            self.process.stdin.flush()

    def signal(self, number):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def stands_still(self):
        """Whether a SIGSTOP has reached it: that comes after the call that sends it."""
        return os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None

    def kill(self):
        self.was_killed = True
        self.signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        """Ends it in order. What is wrong with how it ended; nothing where it ended well, or was killed on purpose."""
        if self.was_killed:
            return None
        self.say("end")
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            return f"{self.task['door']} did not end"
        return f"{self.task['door']} ended with {code}" if code else None


class Drain:
    """`outbox drain` of the program, which stays until the value ends."""

    def __init__(self, scene):
        command = ["timeout", str(LONGEST), PROGRAM, "outbox", "drain", "--every", "0.2", "--max-attempts", "1"]
        self._errors = (scene.folder / "drain.err").open("ab")
        both = {"stdout": subprocess.DEVNULL, "stderr": self._errors}
        self.process = subprocess.Popen([*command, "--outbox", scene.outbox], env=sending(scene), **both)

    def end(self):
        """Ends it in order. What is wrong with how it ended."""
        self.process.terminate()
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return "drain --every did not end"
        finally:
            self._errors.close()
        return f"drain --every ended with {code}" if code else None


def sending(scene):
    """The environment of a program that delivers."""
    return doors.environment() | {"TIKTOK_ACCESS_TOKEN": doors.TOKEN, "TIKTOK_CAPI_ENDPOINT": scene.endpoint}


def ask(scene, *arguments, outbox=None):
    """Exit code, output and errors of `outbox` with these arguments, of the round's outbox where no other is named."""
    command = [PROGRAM, "outbox", *arguments, "--outbox", outbox or scene.outbox]
    done = subprocess.run(command, env=sending(scene), capture_output=True, text=True, timeout=PATIENCE, check=False)
    return done.returncode, done.stdout, done.stderr
