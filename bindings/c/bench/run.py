"""C beside the core: `python3 bindings/c/bench/run.py` prints the median nanoseconds of one purchase, and the ratio.

The two take turns, a round of each, so that a busy machine disturbs both.
"""

import pathlib
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
EVENT = ROOT / "examples" / "purchase.json"
ROUNDS, ITERATIONS = 21, 20_000
RELEASE, WORK = ROOT / "target" / "release", ROOT / "target" / "c-bench"


def main():
    subprocess.run(["cargo", "build", "--release", "--quiet", "--package", "tiktok-capi-c", "--lib", "--example", "core"], cwd=ROOT, check=True)
    prefix = WORK / "prefix"
    subprocess.run([ROOT / "bindings/c/install.sh", prefix], stdout=subprocess.DEVNULL, check=True)
    flags = ["-std=c99", "-O2", "-D_POSIX_C_SOURCE=200809L", f"-I{prefix}/include", f"-L{prefix}/lib", f"-Wl,-rpath,{prefix}/lib"]
    subprocess.run(["cc", *flags, ROOT / "bindings/c/bench/build.c", "-ltiktok_capi", "-o", WORK / "build"], check=True)
    programs = {"core, from JSON": RELEASE / "examples" / "core", "C, tiktok_capi_build": WORK / "build"}
    times = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, program in programs.items():
            done = subprocess.run([program, EVENT, str(ITERATIONS)], capture_output=True, text=True, check=True)
            times[name].append(int(done.stdout))
    base = statistics.median(times["core, from JSON"])
    for name, rounds in times.items():
        median = statistics.median(rounds)
        print(f"{name:<24} {median:>8.0f} ns {median / base:>6.2f}")
    for library in ("libtiktok_capi.so", "libtiktok_capi.a"):
        print(f"{library:<24} {(RELEASE / library).stat().st_size / 1e6:>8.2f} MB")


main()
