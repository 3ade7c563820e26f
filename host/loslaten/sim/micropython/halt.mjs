// SPDX-License-Identifier: MIT
/**
 * The firmware stops here and now: no `except` and no `finally` of it runs, as on a chip that
 * loses power. Thrown through the engine, whose instance is given up.
 *
 * why: "off" | "cut" | "reset" | "soft_reset" | "deepsleep"
 */
export class Halt extends Error {
  constructor(why, detail = {}) {
    super(why);
    this.name = "Halt";
    this.why = why;
    this.detail = detail;
  }
}
