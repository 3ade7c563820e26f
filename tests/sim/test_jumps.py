# SPDX-License-Identifier: MIT
"""MicroPython's jumps within WebAssembly: no way leads through JavaScript, and all come home."""

import subprocess
from pathlib import Path

from loslaten.sim.micropython import engine
from loslaten.sim.micropython.script import run_script

ASKED = """
import { pathToFileURL } from "node:url";
const [,, micropython, ours] = process.argv;
Error.stackTraceLimit = Infinity;
const { loadMicroPython } = await import(pathToFileURL(micropython));
const load = { theirs: (print) => loadMicroPython({ stdout: print }) };
if (ours) {
  const [{ startEngine }, { SystemCalls }, { Files }, { Flash }] = await Promise.all(
    ["engine", "system_calls", "files", "flash"].map((name) => import(`${ours}/${name}.mjs`)),
  );
  load.ours = (print) => {
    let text = "";
    const tell = (bytes) => {
      const lines = (text + bytes).split("\\n");
      text = lines.pop();
      lines.forEach((line) => print(line.trimEnd()));
    };
    return startEngine(new SystemCalls(new Files(new Flash(), []), tell));
  };
}
const { instantiate } = WebAssembly;
let stackPointer = null;
WebAssembly.instantiate = async (bytes, imports) => {
  const made = await instantiate(bytes, imports);
  stackPointer = made.instance.exports.emscripten_stack_get_current;
  return made;
};
for (const life of [1, 2]) {
  const told = [];
  const python = await load[ours ? "ours" : "theirs"]((line) => told.push(line));
  python.registerJsModule("outside", {
    stack: () => new Error().stack,
    pointer: () => stackPointer(),
    fail: () => { throw new TypeError("thrown outside"); },
  });
  const before = stackPointer();
  try {
    python.runPython("import outside\\ntry: outside.fail()\\nfinally: pass");
  } catch (error) {
    told.push(error.message, stackPointer() - before);
  }
  python.runPython(process.env.SOURCE);
  console.log([life, ...told].join(", "));
}
"""
SOURCE = """
import outside
def asked():
    try:
        return outside.stack()
    finally:
        pass
pointers = [outside.pointer()]
for _ in range(1_000):
    try:
        int("not a number")
    except ValueError:
        pass
pointers.append(outside.pointer())
stack = [asked() for _ in range(2)][0]
print(pointers[1] - pointers[0], "micropython" in stack, "invoke_" in stack)
"""


def asked(program: Path, ours: str) -> list[list[str]]:
    """Return what two lives of the engine told, linked by us or, without a folder, by itself."""
    program.write_text(ASKED)
    ran = subprocess.run(
        [engine.find_node(), program, engine.find_micropython(), ours],
        env={"SOURCE": SOURCE},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stderr == ""
    return [line.split(", ") for line in ran.stdout.splitlines()]


def test_what_the_interpreter_calls_is_called_within_webassembly(tmp_path):
    theirs = asked(tmp_path / "asked.mjs", "")
    ours = asked(tmp_path / "asked.mjs", engine.RUNNER.parent.as_uri())
    assert [last for *_, last in theirs] == ["0 True True"] * 2  # else it needs no jumps of ours
    assert [last for *_, last in ours] == ["0 True False"] * 2
    # What fails outside comes out as it always did, and leaves the stack as it did.
    assert [rest for *rest, _ in ours] == [rest for *rest, _ in theirs]
    assert [rest[1] for rest in ours] == ["thrown outside"] * 2


def test_jumps_over_many_calls_come_to_who_waits_for_them():
    source = """
def deep(depth):
    try:
        if depth == 0:
            int("not a number")
        deep(depth - 1)
    finally:
        passed.append(depth)

def lazily():
    try:
        yield 1
        yield 2
    except ValueError as error:
        yield str(error)

def endless():
    endless()

passed = []
for _ in range(1_000):
    try:
        deep(20)
    except ValueError:
        pass
print(len(passed))
steps = lazily()
print(next(steps), steps.throw(ValueError("thrown in")))
for _ in range(3):
    try:
        endless()
    except RuntimeError as error:
        print(error)
"""
    too_deep = ["maximum recursion depth exceeded"] * 3
    assert run_script(source).splitlines() == ["21000", "1 thrown in", *too_deep]
