// SPDX-License-Identifier: MIT
// The pace of a simulated board that runs by itself: how much of its virtual time may pass.
//
// Virtual time moves from one timer to the next, so that the firmware finds each at its moment
// however busy this computer is. When the computer stalls, or has no time for this process, most of
// that is forgotten: whoever is at the other end of the cable is likely to be kept waiting, too.

/** Time moves at least so often, in the computer's time. */
const STEP_MS = 5;
/** No more of the computer's time is caught up with: a timer of Node is a little late, not a stall. */
const CATCH_UP_MS = 10;

const { clearTimeout, setTimeout } = globalThis; // before a clock takes their place

export class Pace {
  #speed;
  #alarm = null;
  #seenAt = performance.now();
  #unspentMs = 0; // of the computer's time

  /** speed: the board's time goes at most so many times as fast as the computer's. */
  constructor(speed) {
    this.#speed = speed;
  }

  /** How many whole ms of the board's time may pass now. */
  take() {
    const now = performance.now();
    this.#unspentMs = Math.min(this.#unspentMs + now - this.#seenAt, CATCH_UP_MS);
    this.#seenAt = now;
    const ms = Math.floor(this.#unspentMs * this.#speed);
    this.#unspentMs -= ms / this.#speed;
    return ms;
  }

  /** Call `run` when so many ms of the board's time may have passed, or a step is over. */
  alarm(ms, run) {
    clearTimeout(this.#alarm);
    this.#alarm = setTimeout(run, Math.min(ms / this.#speed, STEP_MS));
  }

  /** Stand still for so many ms of the board's time; they are taken then. */
  block(ms) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms / this.#speed);
    this.take();
  }
}
