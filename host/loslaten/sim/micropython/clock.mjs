// SPDX-License-Identifier: MIT
// The two clocks a simulated watch can run on. Both are installed before the engine is imported,
// because its HAL takes time from Date.now and its asyncio takes timers from setTimeout.
//
// Times are milliseconds on the parent's scale. A timer is either an interrupt (machine.Timer,
// watchdog: fires while the firmware blocks too) or belongs to the firmware's asyncio loop.

/** A poll loop is taken to spend one millisecond per this many looks at the clock. */
const LOOKS_PER_MS = 1000;

export class Timers {
  #sorted = [];
  #sequence = 0;

  add(due, run, interrupt) {
    const timer = { due, run, interrupt, sequence: this.#sequence++ };
    let place = this.#sorted.length;
    while (place > 0 && this.#sorted[place - 1].due > due) place--;
    this.#sorted.splice(place, 0, timer);
    return timer;
  }

  remove(timer) {
    const place = this.#sorted.indexOf(timer);
    if (place >= 0) this.#sorted.splice(place, 1);
  }

  clear() {
    this.#sorted = [];
  }

  clearProgram() {
    this.#sorted = this.#sorted.filter((timer) => timer.interrupt);
  }

  /** When the earliest timer is due, or null. */
  next(interruptsOnly) {
    return this.#first(interruptsOnly)?.due ?? null;
  }

  takeDue(now, interruptsOnly) {
    const timer = this.#first(interruptsOnly);
    if (timer === undefined || timer.due > now) return null;
    this.remove(timer);
    return timer;
  }

  #first(interruptsOnly) {
    return interruptsOnly ? this.#sorted.find((timer) => timer.interrupt) : this.#sorted[0];
  }
}

/** Time that moves only when the parent allows it. */
export class VirtualClock {
  isReal = false;
  now = 0;
  until = 0;
  onPoll = null; // called when the firmware keeps looking at a clock that stands still
  #timers = new Timers();
  #looks = 0;
  #tickOffset = 0;

  install() {
    Date.now = () => this.#look();
    globalThis.setTimeout = (run, ms = 0) => this.after(ms, run, false);
    globalThis.clearTimeout = (timer) => this.#timers.remove(timer);
  }

  /** A new simulation begins. */
  restart() {
    this.moveTo(0);
    this.until = 0;
  }

  /** The parent allows time to pass: it is `now`, and nothing happens outside before `until`. */
  grant(now, until) {
    this.moveTo(Math.max(now, this.now));
    this.until = until;
  }

  moveTo(now) {
    this.now = now;
    this.#looks = 0;
  }

  /** From here on the engine's tick counter, zero at `bootedAt`, reads `ticks` more. */
  startTicks(ticks, bootedAt) {
    this.#tickOffset = ticks - bootedAt;
    this.#looks = 0;
  }

  /** Date.now() while the engine starts: its ticks count from the value it sees then. */
  freezeTicks() {
    this.#tickOffset = -this.now;
  }

  after(ms, run, interrupt) {
    return this.#timers.add(this.now + Math.max(0, Math.trunc(ms)), run, interrupt);
  }

  cancel(timer) {
    this.#timers.remove(timer);
  }

  clear() {
    this.#timers.clear();
  }

  /** Stop what belongs to the firmware's asyncio loop; interrupts go on. */
  clearProgram() {
    this.#timers.clearProgram();
  }

  next(interruptsOnly = false) {
    return this.#timers.next(interruptsOnly);
  }

  runDue(interruptsOnly = false) {
    for (;;) {
      const timer = this.#timers.takeDue(this.now, interruptsOnly);
      if (timer === null) return;
      timer.run();
    }
  }

  runFirst() {
    this.#timers.takeDue(this.now, false)?.run();
  }

  #look() {
    if (++this.#looks > LOOKS_PER_MS && this.onPoll !== null) {
      this.#looks = 0;
      this.onPoll();
    }
    return this.now + this.#tickOffset;
  }
}

/** The machine's own clock: for measuring how late the engine really is. */
export class RealClock {
  isReal = true;
  guard = (run) => run(); // how to enter the engine from a timer
  #offset; // from the machine's clock to the parent's scale
  #timers = new Set();
  #setTimeout = globalThis.setTimeout;
  #clearTimeout = globalThis.clearTimeout;
  #dateNow = Date.now;
  #tickOffset = 0;

  constructor() {
    this.#offset = -Date.now();
  }

  install() {
    Date.now = () => this.now + this.#tickOffset;
    globalThis.setTimeout = (run, ms = 0) => this.after(ms, run);
    globalThis.clearTimeout = (timer) => this.cancel(timer);
  }

  get now() {
    return this.#dateNow.call(Date) + this.#offset;
  }

  /** Time is what it is, whatever the parent says. */
  grant() {}

  restart() {}

  /** The parent says what its scale reads now. */
  alignTo(now) {
    this.#offset += now - this.now;
  }

  /** Stand still, as a board without its interrupts. */
  block(ms) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  }

  next() {
    return null;
  }

  startTicks(ticks, bootedAt) {
    this.#tickOffset = ticks - bootedAt;
  }

  freezeTicks() {
    this.#tickOffset = -this.now;
  }

  after(ms, run) {
    const timer = this.#setTimeout.call(globalThis, () => {
      this.#timers.delete(timer);
      this.guard(run);
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  cancel(timer) {
    this.#timers.delete(timer);
    this.#clearTimeout.call(globalThis, timer);
  }

  clear() {
    for (const timer of [...this.#timers]) this.cancel(timer);
  }
}
