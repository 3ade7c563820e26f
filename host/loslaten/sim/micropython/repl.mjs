// SPDX-License-Identifier: MIT
// Runs one simulated watch with its USB console on a TCP port of this machine. Its time passes by
// itself, as pace.mjs lets it.
//
//   node repl.mjs PATH_OF_MICROPYTHON_MJS FOLDER_OF_HARDWARE SPEED
//
// The parent sends commands in frames and gets one answer each, {result}:
//   {do: "new", seed} {do: "load", files} {do: "on", options, events} {do: "off"} {do: "dump"}
//   {do: "cut", operation, kept}    as in runner.mjs; here the answer to "new" is the console's port
//   {do: "events", events}          happen now, outside
//   {do: "hold", events, ms, after} the same, and `after` when so much of the board's time has
//                                   passed: only then it is answered, with the board's time
//   {do: "drives"}                  how often the motor's pin began to be driven
//   {do: "busy"}                    whether what was run in the raw mode goes on by itself
//
// The console is what a board's is: main.py's output while it runs, Ctrl-C to stop it, then
// MicroPython's own REPL with its raw mode. A reset or a loss of power closes the connection, as
// it takes a USB port away, and there is none until the board runs again. What is run in the raw
// mode may end with asyncio.run(): its answer is over when that is, as on a board.
import net from "node:net";
import { Timers, VirtualClock } from "./clock.mjs";
import { onFrames, writeFrame } from "./frames.mjs";
import { Pace } from "./pace.mjs";

const CTRL_A = 1;
const CTRL_B = 2;
const CTRL_C = 3;
const RAW_PASTE = Buffer.from("\x05A\x01");
const INTERRUPTED = "Traceback (most recent call last):\r\nKeyboardInterrupt: \r\n";
const RAW_PASTE_REFUSED = Buffer.from("R\x00");

process.on("SIGINT", () => {}); // Ctrl-C in a terminal is the parent's affair

const pace = new Pace(Number(process.argv[4]));
const clock = new VirtualClock();
clock.install();
const { World } = await import("./world.mjs"); // only now: it imports the engine
const world = new World(clock, blockUntil);

/** The board's end of the USB cable: at most one connection, and MicroPython's REPL behind it. */
class Console {
  #socket = null;
  #mode = "none"; // "none" | "program" | "friendly" | "raw" | "raw program"
  #typed = []; // the last bytes, as many as begin raw paste mode
  #muted = false;

  accept(socket) {
    if (world.state !== "on") return void socket.destroy();
    this.#socket?.destroy();
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => socket === this.#socket && (this.#socket = null));
    socket.on("data", (bytes) => enter(() => this.#type(bytes)));
  }

  write(bytes) {
    if (!this.#muted) this.#socket?.write(Buffer.from(bytes));
  }

  /** main.py was started, or what runs has ended: how. */
  begin(isRunning, how) {
    if (this.#mode === "raw program") return void this.#answer(how);
    this.#mode = isRunning ? "program" : "friendly";
    if (!isRunning) world.engine.replInit();
  }

  /** What runs in the raw mode goes on by itself: the engine thinks it over, the laptop may not. */
  park() {
    if (this.#mode !== "raw") return;
    this.#mode = "raw program";
    this.#muted = true;
  }

  /** Whether what was run in the raw mode goes on by itself. */
  get isBusy() {
    return this.#mode === "raw program";
  }

  /** The board is gone, for now or for good. */
  unplug() {
    this.#mode = "none";
    this.#muted = false;
    this.#socket?.destroy();
    this.#socket = null;
  }

  async #type(bytes) {
    for (const byte of bytes) {
      if (world.state !== "on") return; // what comes after a reset is lost
      await world.enter(() => this.#take(byte));
    }
  }

  async #take(byte) {
    if (this.#mode === "program") {
      if (byte === CTRL_C) this.#stopProgram();
      return;
    }
    if (this.#mode === "raw program") {
      if (byte === CTRL_C) this.#stopRawProgram();
      return;
    }
    if (this.#isRawPaste(byte)) {
      // It wants a blocking read, which the engine has not; Ctrl-C forgets what was typed of it.
      world.engine.replProcessChar(CTRL_C);
      this.write(RAW_PASTE_REFUSED);
      return;
    }
    if (byte === CTRL_A) this.#mode = "raw";
    else if (byte === CTRL_B) this.#mode = "friendly";
    if (world.engine.replProcessChar(byte)) await this.#softReset();
    if (this.#mode === "raw program") this.#muted = false;
  }

  #isRawPaste(byte) {
    this.#typed = [...this.#typed, byte].slice(-RAW_PASTE.length);
    return this.#mode === "raw" && RAW_PASTE.equals(Buffer.from(this.#typed));
  }

  #stopProgram() {
    world.stopProgram();
    this.write(Buffer.from(INTERRUPTED));
    this.begin(false);
  }

  #stopRawProgram() {
    world.stopProgram();
    this.#answer(`crash ${INTERRUPTED}`);
  }

  /** The end of an answer of the raw mode: what was raised, and the prompt. */
  #answer(how) {
    this.#mode = "raw";
    const raised = how.startsWith("crash ") ? how.slice("crash ".length) : "";
    this.write(Buffer.from(`\x04${raised}\x04>`));
  }

  async #softReset() {
    const wasRaw = this.#mode === "raw";
    this.write(Buffer.from("MPY: soft reboot\r\n"));
    await world.softReset(!wasRaw);
    if (!wasRaw) return;
    this.#muted = true;
    this.begin(false);
    this.#muted = false;
    this.#mode = "raw";
    world.engine.replProcessChar(CTRL_A);
  }
}

const usb = new Console();
world.onBytes = (bytes) => usb.write(bytes);
world.onProgram = (isRunning, how) => usb.begin(isRunning, how);
world.onPark = () => usb.park();

let drives = 0;
let isDriven = false;

/** Everything that enters the engine waits for what is in it, and comes in its time. */
let last = Promise.resolve();
function enter(work) {
  last = last.then(passTime).then(work).then(look).then(passTime).then(setAlarm).catch(breakDown);
}

const outside = new Timers(); // of what happens there later
/** When something happens next, at the board or outside. */
const next = () => Math.min(world.next ?? Infinity, outside.next() ?? Infinity);

/** Let time pass from one thing that is due to the next. */
async function passTime() {
  const until = clock.now + pace.take();
  while (next() <= until) {
    clock.moveTo(Math.max(next(), clock.now));
    await (outside.takeDue(clock.now)?.run() ?? world.step());
    look();
  }
  clock.moveTo(Math.max(until, clock.now)); // it may have blocked beyond that
}

function setAlarm() {
  pace.alarm(next() - clock.now, () => enter(() => {}));
}

/** The firmware blocks; nothing from outside reaches it. */
function blockUntil(due) {
  if (due === null) throw new Error("machine.lightsleep() without a time: nothing could wake this board");
  pace.block(due - clock.now);
  clock.grant(due, due);
  return [];
}

function look() {
  // How often the motor's pin began to be driven; nobody asks for the rest.
  for (const [, kind, , duty] of world.takeMessages()) {
    if (kind !== "pwm") continue;
    if (duty > 0 && !isDriven) drives += 1;
    isDriven = duty > 0;
  }
  if (world.state !== "on") usb.unplug();
}

const LATER = Symbol("answered by itself");

const COMMANDS = {
  new: async (options) => {
    world.reset(options);
    const server = net.createServer((socket) => usb.accept(socket));
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    return server.address().port;
  },
  load: ({ files }) => world.flash.load(files),
  on: async ({ options, events }) => {
    await world.deliver(events);
    await world.powerOn(options);
  },
  off: () => world.powerOff(),
  dump: () => world.flash.dump(),
  cut: ({ operation, kept }) => world.flash.cutAt(operation, kept),
  events: ({ events }) => world.deliver(events),
  hold: async ({ events, ms, after }) => {
    await world.deliver(events);
    outside.add(clock.now + ms, () => world.deliver(after).then(() => answer(clock.now)));
    return LATER;
  },
  drives: () => drives,
  busy: () => usb.isBusy,
};

onFrames((command) =>
  enter(async () => {
    const result = await COMMANDS[command.do](command);
    if (result !== LATER) answer(result);
  }),
);

function answer(result) {
  writeFrame({ result: result ?? null, unasked: false });
}

function breakDown(error) {
  // Not thrown on: Node would print the engine's whole source, which is one line.
  writeFrame({ error: String(error.stack ?? error) });
  process.exit(1);
}
