// SPDX-License-Identifier: MIT
// One life of the firmware: a fresh MicroPython with the simulated hardware in it.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { bareErrors, translateErrors } from "./errno.mjs";
import { ROOT, mountFlash } from "./flash.mjs";
import { keepJumpsInside } from "./jumps.mjs";

const HARDWARE = process.argv[3];
const MODULES = fs.readdirSync(HARDWARE).filter((name) => /\.m?py$/.test(name)).map((name) => [name, read(name)]);
const BOOT = read("_boot.py").toString();
const HEAP_BYTES = 256 * 1024; // the engine's heap grows by itself; this is where it starts
const NEWLINE = 10;

let generation = 0;
guardFinalizers();
keepJumpsInside();

const loadMicroPython = await importEngine(process.argv[2]);

function read(name) {
  return fs.readFileSync(path.join(HARDWARE, name));
}

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

export class Instance {
  /**
   * host: what `import _sim` gives to the Python side of the simulated hardware. onPrint gets whole
   * lines, onBytes (may be null) what is printed as it is printed.
   */
  static async start({ clock, flash, host, onPrint, onBytes = null, hardware }) {
    generation++;
    clock.freezeTicks();
    const output = lineBuffer(onPrint, onBytes);
    const engine = await loadMicroPython({
      heapsize: HEAP_BYTES,
      linebuffer: false,
      stdout: output.write,
      stderr: output.write,
    });
    return new Instance(engine, flash, host, output, hardware);
  }

  constructor(engine, flash, host, output, hardware) {
    this.engine = engine;
    this.output = output;
    bareErrors(engine.FS);
    this.files = mountFlash(engine.FS, flash);
    this.insideFileSystem = translateErrors(engine.FS);
    this.#install(host, hardware);
    this.files.enabled = true;
  }

  #install(host, hardware) {
    const { FS } = this.engine;
    FS.mkdir("/sim");
    for (const [name, code] of MODULES) FS.writeFile(`/sim/${name}`, code);
    this.engine.registerJsModule("_sim", host);
    this.engine.runPython(BOOT);
    const boot = this.engine.globals.get("_boot");
    boot(ROOT, hardware);
    this.engine.globals.delete("_boot");
    const start = this.engine.pyimport("_start");
    this.main = start.main;
    this.live = start.live;
    this.collect = start.collect;
    if (hardware) this.dispatch = this.engine.pyimport("_bus").dispatch;
    start.hide();
    this.baseBytes = this.liveBytes();
  }

  /** Bytes of the heap that are in use after a collection. */
  liveBytes() {
    this.collect(); // takes effect on the way back to here
    return this.live();
  }
}

/** Collects bytes and passes whole lines on, and to `onBytes` the bytes as they come. */
function lineBuffer(onPrint, onBytes) {
  let bytes = [];
  const flush = () => {
    if (bytes.length > 0) onPrint(Buffer.from(bytes).toString());
    bytes = [];
  };
  const write = (chunk) => {
    onBytes?.(chunk);
    for (const byte of chunk) {
      bytes.push(byte);
      if (byte === NEWLINE) flush();
    }
  };
  return { write, flush };
}
