// SPDX-License-Identifier: MIT
// A simulated watch: power, one firmware life after the other on the same flash, and time.
import { Flash } from "./flash.mjs";
import { Halt } from "./halt.mjs";
import { Instance } from "./instance.mjs";
import { aes, Randomness } from "./cipher.mjs";

/** So many messages are told even if nobody waits for them. */
const OUTBOX_MESSAGES = 1000;

/** Events that describe a level, not a moment: the hardware still sees it after a reset. */
const LEVELS = ["pin", "adc"];

/** Events for chips beside the processor: they see them also while it starts, sleeps or is off. */
const FOR_CHIPS = ["power_key", "usb", "battery", "clock_power_lost"];

export class World {
  flash = new Flash();
  outbox = [];
  listened = new Set(); // kinds of messages that make somebody outside do something
  hasNews = false; // is one of them in the outbox?
  state = "off"; // "off" | "on" | "starting" (after a reset) | "deepsleep"
  peakBytes = 0;
  #clock;
  #options = {};
  #levels = new Map();
  #random = new Randomness(0);
  #instance = null;
  #bootedAt = 0;
  #timers = new Map();
  #cause = "power";
  #startsAt = null;
  #hostCalls = 0;
  #parkedAtCall = 0;
  onRest = null; // (ms) when the board rests, for a clock that does not ask for `next`
  onBytes = null; // (bytes) that the board prints on its console, as they come
  onProgram = null; // (isRunning, how) what was started runs on by itself, or how it has ended
  onPark = null; // () what was started is about to run on by itself
  #rtc = { wallMs: 0, at: 0 };
  #kept = ""; // memory that only loss of power clears, as hex
  #chips = new Map(); // what chips beside the processor remember, by name, as hex
  #missed = []; // events for them that came meanwhile
  #wakesAt = null; // {pin, level, events} that end a deep sleep
  #woken = false;

  /** nextGrant(deadline): hand over to the parent and return once more time was granted. */
  constructor(clock, nextGrant) {
    this.#clock = clock;
    this.nextGrant = nextGrant;
    this.#clock.onPoll = () => this.#pollCostsTime();
    this.flash.onOperation = (...what) => this.say("flash", ...what);
  }

  say(kind, ...args) {
    this.outbox.push([this.#clock.now, kind, ...args]);
    this.hasNews ||= this.listened.has(kind) || this.outbox.length >= OUTBOX_MESSAGES;
  }

  takeMessages() {
    const messages = this.outbox;
    this.outbox = [];
    this.hasNews = false;
    return messages;
  }

  /** Forget the watch that was here before; `seed` decides all its randomness. */
  reset(options) {
    this.#drop();
    this.#clock.restart();
    this.flash = new Flash();
    this.flash.onOperation = (...what) => this.say("flash", ...what);
    this.#random = new Randomness(options.seed);
    this.#levels.clear();
    this.#chips.clear();
    this.#missed = [];
    this.takeMessages();
    this.listened.clear();
    this.peakBytes = 0;
    this.state = "off";
  }

  async powerOn(options) {
    this.#drop();
    this.#options = options;
    this.flash.capacityBytes = options.flash_bytes;
    this.#cause = "power";
    this.#startRtc();
    this.#kept = "";
    this.peakBytes = 0;
    await this.#boot(options.ticks_ms);
  }

  powerOff() {
    this.#drop();
    this.state = "off";
  }

  /** Deliver events that happen outside at this moment. */
  async deliver(events) {
    await this.enter(() => this.#interrupt(events));
    if (this.state === "deepsleep" && this.#isWokenBy(events)) await this.#boot(0);
  }

  #isWokenBy(events) {
    const { pin, level, events: others } = this.#wakesAt;
    const waking = [["pin", pin, level], ...others].map((event) => JSON.stringify(event));
    return events.some((event) => waking.includes(JSON.stringify(event)));
  }

  /** Run everything that is due now. */
  async settle() {
    while (this.#isDue()) await this.#turn(() => this.#clock.runDue());
    this.#gauge();
  }

  /** Run only what is due first, if it is due now. */
  async step() {
    if (this.#isDue()) await this.#turn(() => this.#clock.runFirst());
  }

  #isDue() {
    return this.next !== null && this.next <= this.#clock.now;
  }

  async #turn(run) {
    if (this.state !== "on") await this.#boot(0);
    else await this.enter(run);
  }

  /** The rest after a reset, or a deep sleep, is over. */
  async wake() {
    if (this.state === "starting" || this.state === "deepsleep") await this.#boot(0);
  }

  /** What runs now, or null. */
  get engine() {
    return this.#instance?.engine ?? null;
  }

  /** Ctrl-C: main.py stops where it is; the watchdog and other interrupts go on. */
  stopProgram() {
    this.#clock.clearProgram();
  }

  /** Ctrl-D: a new engine on the same flash, with or without main.py. */
  async softReset(withProgram) {
    this.#closeFiles();
    this.#drop();
    this.#cause = "soft";
    await this.#boot(0, withProgram);
  }

  /** When something happens next if nothing comes from outside, or null. */
  get next() {
    if (this.state === "on") return this.#clock.next();
    return this.state === "off" ? null : this.#startsAt;
  }

  /** Enter the engine; whatever way the firmware stops is dealt with here. */
  async enter(run) {
    try {
      await run();
    } catch (error) {
      if (error instanceof Halt) await this.#halted(error);
      else if (error?.name !== "PythonError") throw error;
      else if (error.type === "SystemExit") await this.#halted(new Halt("soft_reset"));
      else this.#crashed(error.message);
    }
  }

  async #halted({ why, detail }) {
    if (why === "soft_reset") this.#closeFiles();
    this.#drop();
    this.state = "off";
    if (why === "cut") this.say("power_cut", detail.operation, detail.path);
    else if (why === "deepsleep") {
      this.#wakesAt = detail;
      this.#rest("deepsleep", "deepsleep", detail.ms);
    }
    else if (why === "soft_reset") this.#rest("starting", "soft", this.#options.reset_ms);
    else if (why === "reset") this.#rest("starting", detail.cause, this.#options.reset_ms);
  }

  #rest(state, cause, ms) {
    this.say("reset", cause);
    this.onRest?.(ms);
    this.state = state;
    this.#cause = cause;
    this.#startsAt = ms === null ? null : this.#clock.now + ms;
    if (!this.#options.rtc_survives_reset && cause !== "soft") this.#startRtc();
  }

  #closeFiles() {
    try {
      this.#instance.files.commitAll();
    } catch (error) {
      if (!(error instanceof Halt)) throw error;
      this.say("power_cut", error.detail.operation, error.detail.path);
    }
  }

  #crashed(traceback) {
    this.#instance.output.flush();
    this.say("crash", traceback);
  }

  #drop() {
    this.#instance?.output.flush();
    this.#instance = null;
    this.#clock.clear();
    this.#timers.clear();
  }

  async #boot(ticks, withProgram = true) {
    this.state = "on";
    this.#bootedAt = this.#clock.now;
    this.#instance = await Instance.start({
      clock: this.#clock,
      flash: this.flash,
      host: this.#host(),
      hardware: true,
      onPrint: (line) => this.say("print", line),
      onBytes: this.onBytes,
    });
    this.#clock.startTicks(ticks, this.#bootedAt);
    this.say("start", this.#cause);
    const missed = this.#missed;
    this.#missed = [];
    await this.enter(() => this.#interrupt([...this.#levels.values(), ...missed]));
    if (withProgram) await this.enter(() => this.#firstTurn());
  }

  #firstTurn() {
    this.#outcome(this.#instance.main("/main.py"));
  }

  #outcome(text) {
    if (text === "exit") throw new Halt("soft_reset");
    if (text.startsWith("crash ")) this.#crashed(text.slice("crash ".length));
    else if (text === "ended") this.say("ended");
    this.onProgram?.(text === "parked", text);
  }

  #interrupt(events) {
    for (const event of events) {
      if (LEVELS.includes(event[0])) this.#levels.set(`${event[0]} ${event[1]}`, event);
      else if (this.#instance === null && FOR_CHIPS.includes(event[0])) this.#missed.push(event);
    }
    if (this.#instance !== null && events.length > 0) this.#instance.dispatch(JSON.stringify(events));
  }

  #gauge() {
    if (!this.#options.gauge || this.#instance === null) return;
    const live = this.#instance.liveBytes() - this.#instance.baseBytes;
    this.peakBytes = Math.max(this.peakBytes, live);
  }

  // The firmware blocks: interrupts go on, its asyncio loop does not.

  #block(ms, untilPin) {
    const clock = this.#clock;
    if (clock.isReal) {
      clock.block(ms ?? 0);
      return false;
    }
    const end = ms === null ? Infinity : clock.now + ms;
    this.#woken = false;
    for (;;) {
      clock.runDue(true);
      if (clock.now >= end || (untilPin && this.#woken)) return this.#woken;
      const interrupt = clock.next(true) ?? Infinity;
      const next = Math.min(end, interrupt);
      if (next <= clock.until && !this.hasNews) clock.moveTo(next);
      else this.#interrupt(this.nextGrant(Number.isFinite(next) ? next : null));
    }
  }

  #pollCostsTime() {
    if (this.#instance !== null) this.#block(1, false);
  }

  /** What the Python side of the hardware can call. Numbers beyond 31 bits travel as text. */
  #host() {
    const counted = (run) => (...args) => {
      this.#hostCalls++;
      return run(...args);
    };
    const calls = {
      send: (text) => this.say(...JSON.parse(text)),
      after: (id, ms) => this.#startTimer(id, ms),
      cancel: (id) => this.#clock.cancel(this.#timers.get(id)),
      block: (ms) => this.#block(ms, false),
      lightsleep: (ms) => this.#block(ms < 0 ? null : ms, true),
      wake: () => (this.#woken = true),
      halt: (why, detail) => {
        throw new Halt(why, JSON.parse(detail));
      },
      finished: (text) => this.#outcome(text),
      random: (count) => this.#random.hex(count),
      aes,
      wall_ms: () => String(this.#wallMs()),
      set_wall_ms: (text) => (this.#rtc = { wallMs: Number(text), at: this.#clock.now }),
      now_ms: () => String(this.#clock.now),
      chip: (name) => this.#chips.get(name) ?? "",
      keep_chip: (name, hex) => void this.#chips.set(name, hex),
      kept: () => this.#kept,
      keep: (hex) => (this.#kept = hex),
      blocks: () => JSON.stringify(this.flash.blocks),
      config: () => JSON.stringify({ ...this.#options.config, cause: this.#cause }),
    };
    const host = Object.fromEntries(Object.entries(calls).map(([name, run]) => [name, counted(run)]));
    host.park = () => {
      this.#parkedAtCall = this.#hostCalls + this.flash.operations;
      this.onPark?.();
    };
    host.parked = () => this.#checkPark();
    return host;
  }

  #checkPark() {
    if (this.#parkedAtCall === this.#hostCalls + this.flash.operations) return;
    this.say("misuse", "main.py must end with asyncio.run(): what follows it has run too early");
  }

  #startTimer(id, ms) {
    const fire = () => {
      this.#timers.delete(id);
      this.#interrupt([["timer", id]]);
    };
    this.#timers.set(id, this.#clock.after(ms, fire, true));
  }

  #startRtc() {
    this.#rtc = { wallMs: this.#options.rtc_unix_s * 1000, at: this.#clock.now };
  }

  #wallMs() {
    return this.#rtc.wallMs + this.#clock.now - this.#rtc.at;
  }
}
