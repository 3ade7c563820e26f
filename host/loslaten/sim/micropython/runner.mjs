// SPDX-License-Identifier: MIT
// Runs the firmware of one simulated watch for the Python process that started this one.
//
//   node runner.mjs PATH_OF_MICROPYTHON_MJS FOLDER_OF_HARDWARE [real]
//
// The parent sends commands, one at a time, and gets one answer each:
//   {do: "new", seed}                          forget everything: a new watch without power
//   {do: "put", name, files}                   remember a tree of files {path: base64}
//   {do: "load", trees: [name], files}         write trees and files onto the flash
//   {do: "on", t, options} {do: "off", t}      power
//   {do: "run", t, until, events}              it is t; nothing else happens outside before `until`
//   {do: "listen", kinds}                      the kinds of messages that the outside acts on
//   {do: "dump"} {do: "cut", operation, kept}  the flash; a power cut at its n-th operation from now
//   {do: "script", trees, source}              run Python source on an engine without hardware
// Every answer is {t, next, state, sent, peak, result}: the time reached, when the firmware wants to go on
// (null: never), the messages [t, kind, ...args] in order; one that is listened to ends a "run". While the firmware blocks, the answer to
// "run" comes out of the middle of it. With `real` time is the machine's: answers that nobody asked
// for have `unasked`, and come as the firmware tells something.
import { RealClock, VirtualClock } from "./clock.mjs";
import { onFrames, readFrame, writeFrame } from "./frames.mjs";
import { Halt } from "./halt.mjs";

process.on("SIGINT", () => {}); // Ctrl-C in a terminal is the parent's affair

const real = process.argv[4] === "real";
const clock = real ? new RealClock() : new VirtualClock();
clock.install();
const { World } = await import("./world.mjs"); // only now: it imports the engine
const { runScript } = await import("./script.mjs");

const trees = new Map();
const world = new World(clock, grantWhileBlocked);
let abandoned = null; // a command that came while the firmware blocked and ended its life

function answer(next, result = null, unasked = false) {
  const sent = world.takeMessages();
  writeFrame({ t: clock.now, next, state: world.state, sent, peak: world.peakBytes, result, unasked });
}

function load(names, files) {
  for (const name of names) world.flash.load(trees.get(name));
  world.flash.load(files);
}

/** Commands that leave the firmware alone; can be answered while it blocks. */
const QUIET = {
  put: ({ name, files }) => void trees.set(name, files),
  load: ({ trees: names, files }) => load(names, files),
  dump: () => world.flash.dump(),
  listen: ({ kinds }) => void (world.listened = new Set(kinds)),
  cut: ({ operation, kept }) => world.flash.cutAt(operation, kept),
};

const COMMANDS = {
  new: async (options) => world.reset(options),
  script: async ({ trees: names, source }) => {
    world.powerOff(); // a watch that was there before would take the clock for its own
    return runScript(clock, names.map((name) => trees.get(name)), source);
  },
  on: async ({ t, options }) => {
    if (real) clock.alignTo(t);
    clock.grant(t, t);
    await world.powerOn(options);
    await world.settle();
  },
  off: async ({ t }) => {
    clock.grant(t, t);
    world.powerOff();
  },
  run: async ({ t, until, events }) => {
    clock.grant(t, until);
    await world.deliver(events);
    await world.settle();
    while (!real && world.next !== null && world.next <= clock.until && !world.hasNews) {
      clock.moveTo(world.next);
      await world.settle();
    }
  },
};

/** The firmware blocks until `next` at most: answer, and return the events of the next grant. */
function grantWhileBlocked(next) {
  answer(next);
  for (;;) {
    const command = readFrame();
    if (command.do === "run") {
      clock.grant(command.t, command.until);
      return command.events;
    }
    if (!(command.do in QUIET)) {
      abandoned = command;
      throw new Halt("off");
    }
    answer(next, QUIET[command.do](command));
  }
}

async function obey(command) {
  const result = command.do in QUIET ? QUIET[command.do](command) : await COMMANDS[command.do](command);
  if (abandoned === null) answer(world.next, result ?? null);
}

async function serve() {
  for (;;) {
    const command = abandoned ?? readFrame();
    abandoned = null;
    await obey(command);
  }
}

/** Commands, timers and the ends of rests come when they come; they wait for one another. */
function serveReal() {
  let last = Promise.resolve();
  const queue = (work) => {
    last = last.then(work).catch(breakDown);
  };
  const enter = (work) =>
    queue(async () => {
      await work();
      if (world.outbox.length > 0) answer(null, null, true);
    });
  clock.guard = (run) => enter(() => world.enter(run));
  world.onRest = (ms) => ms !== null && clock.after(ms, () => world.wake());
  onFrames((command) => queue(() => obey(command)));
}

function breakDown(error) {
  // Not thrown on: Node would print the engine's whole source, which is one line.
  writeFrame({ error: String(error.stack ?? error) });
  process.exit(1);
}

if (real) serveReal();
else await serve().catch(breakDown);
