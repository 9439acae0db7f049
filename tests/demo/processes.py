"""Programs that the demonstration runs: each writes to a log of its own, and none outlives it."""

import os
import pathlib
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "demo"


def start(running, name, command, environment, stdout=None):
    """A program that goes on until `running` ends, whatever happens."""
    log = running.enter_context((WORK / f"{name}.log").open("wb"))
    both = {"stdout": stdout or log, "stderr": log, "stdin": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=inherited() | environment, **both)
    running.callback(stop, process)
    return process


def stop(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(name, command, environment, text=None):
    """What a program prints that ends by itself, and well."""
    environment = inherited() | environment
    done = subprocess.run(command, env=environment, input=text, capture_output=True, text=True, timeout=300, check=False)
    (WORK / f"{name}.log").write_text(done.stdout + done.stderr)
    if done.returncode:
        raise SystemExit(f"{name} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def inherited():
    """This process's environment, without options of whoever runs the demonstration."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TIKTOK_")}


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def wait_for_port(port):
    for _ in range(1200):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"nothing listens on {port}; see {WORK}/*.log")
