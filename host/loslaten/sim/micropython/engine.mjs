// SPDX-License-Identifier: MIT
// The MicroPython package, with its files and its jumps in our hands.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { connectJumps, jumpsFor } from "./jumps.mjs";

const HEAP_BYTES = 256 * 1024; // the engine's heap grows by itself; this is where it starts

let generation = 0;
let calls = null; // the system calls of the life that begins

guardFinalizers();
linkOurs();
const loadMicroPython = await importEngine(process.argv[2]);

/** The package's module path comes from the parent, which says what to do when it is missing. */
async function importEngine(module) {
  const url = module ? pathToFileURL(module) : createRequire(import.meta.url).resolve("@micropython/micropython-webassembly-pyscript");
  return (await import(url)).loadMicroPython;
}

/**
 * The engine frees Python objects that JavaScript dropped. Its table of them is global, so what an
 * instance that is gone has dropped must not be freed in the one that runs now.
 */
function guardFinalizers() {
  const Original = globalThis.FinalizationRegistry;
  globalThis.FinalizationRegistry = class extends Original {
    constructor(free) {
      const mine = generation;
      super((held) => mine === generation && free(held));
    }
  };
}

/**
 * Link the engine, whenever it is instantiated from now on, with `calls` and with jumps within
 * WebAssembly. It is compiled once: what V8 has made better of it while it ran is there for its
 * next life.
 */
function linkOurs() {
  const { instantiate } = WebAssembly;
  let engine = null;
  let jumps = null;
  WebAssembly.instantiate = async (bytes, imports) => {
    engine ??= new WebAssembly.Module(bytes);
    jumps ??= jumpsFor(imports.env);
    const { exports } = new WebAssembly.Instance(jumps);
    const { env, wasi_snapshot_preview1 } = calls.imports;
    const instance = await instantiate(engine, {
      env: { ...imports.env, ...env, ...exports },
      wasi_snapshot_preview1: { ...imports.wasi_snapshot_preview1, ...wasi_snapshot_preview1 },
    });
    connectJumps(exports, instance.exports);
    calls.attach(instance.exports.memory);
    return { module: engine, instance };
  };
}

/** Begin a life: a fresh engine, whose system calls these answer. */
export async function startEngine(systemCalls) {
  generation++;
  calls = systemCalls;
  return loadMicroPython({ heapsize: HEAP_BYTES });
}
