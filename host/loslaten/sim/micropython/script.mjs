// SPDX-License-Identifier: MIT
// Runs one piece of Python on a fresh engine without any hardware, for comparing with CPython.
import { Flash } from "./flash.mjs";
import { Instance } from "./instance.mjs";

/** Answers {stdout, error}; error is null or the traceback. asyncio runs in virtual time. */
export async function runScript(clock, trees, source) {
  const lines = [];
  let outcome = null;
  const flash = new Flash();
  for (const files of trees) flash.load(files);
  flash.commit("/main.py", source);
  const host = {
    park: () => {},
    parked: () => {},
    finished: (text) => {
      outcome = text;
    },
  };
  const instance = await Instance.start({ clock, flash, host, hardware: false, onPrint: (text) => lines.push(text) });
  clock.startTicks(0, clock.now);
  outcome = instance.main("/main.py");
  if (outcome === "parked") outcome = null;
  while (outcome === null && clock.next() !== null) {
    clock.moveTo(clock.next());
    clock.runDue();
  }
  clock.clear();
  instance.output.flush();
  const error = outcome?.startsWith("crash ") ? outcome.slice("crash ".length) : null;
  return { stdout: lines.join(""), error };
}
