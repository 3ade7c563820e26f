// SPDX-License-Identifier: MIT
// One life of the firmware: a fresh MicroPython with the simulated hardware in it.
import fs from "node:fs";
import path from "node:path";
import { startEngine } from "./engine.mjs";
import { Files, ROOT } from "./files.mjs";
import { SystemCalls } from "./system_calls.mjs";

const HARDWARE = process.argv[3];
const MODULES = fs.readdirSync(HARDWARE).filter((name) => /\.m?py$/.test(name)).map((name) => [`/sim/${name}`, read(name)]);
const BOOT = read("_boot.py").toString();
const NEWLINE = 10;

function read(name) {
  return fs.readFileSync(path.join(HARDWARE, name));
}

export class Instance {
  /**
   * host: what `import _sim` gives to the Python side of the simulated hardware. onPrint gets whole
   * lines, onBytes (may be null) what is printed as it is printed.
   */
  static async start({ clock, flash, host, onPrint, onBytes = null, hardware }) {
    clock.freezeTicks();
    const files = new Files(flash, MODULES);
    const output = lineBuffer(onPrint, onBytes);
    const engine = await startEngine(new SystemCalls(files, output.write));
    return new Instance(engine, files, host, output, hardware);
  }

  constructor(engine, files, host, output, hardware) {
    this.engine = engine;
    this.files = files;
    this.output = output;
    this.#install(host, hardware);
  }

  #install(host, hardware) {
    this.engine.registerJsModule("_sim", host);
    this.engine.runPython(BOOT);
    const boot = this.engine.globals.get("_boot");
    boot(ROOT, hardware, Object.keys(host).join(" "));
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
