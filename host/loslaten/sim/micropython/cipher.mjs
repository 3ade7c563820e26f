// SPDX-License-Identifier: MIT
// AES for cryptolib, and the random numbers of a simulated watch.
import crypto from "node:crypto";

const MODES = { 1: "ecb", 2: "cbc" };

/** Encrypt (or decrypt) whole blocks; everything is hex, `iv` is empty for ECB. */
export function aes(encrypt, mode, key, iv, data) {
  const name = `aes-${key.length * 4}-${MODES[mode]}`;
  const make = encrypt ? crypto.createCipheriv : crypto.createDecipheriv;
  const cipher = make(name, Buffer.from(key, "hex"), mode === 1 ? null : Buffer.from(iv, "hex"));
  cipher.setAutoPadding(false);
  return cipher.update(data, "hex", "hex") + cipher.final("hex");
}

/** Looks random, and is the same for the same seed. */
export class Randomness {
  #seed;
  #count = 0;

  constructor(seed) {
    this.#seed = seed;
    globalThis.crypto ??= {}; // Node 18 has none
    globalThis.crypto.getRandomValues = (array) => {
      Buffer.from(this.hex(array.byteLength), "hex").copy(
        Buffer.from(array.buffer, array.byteOffset, array.byteLength),
      );
      return array;
    };
  }

  hex(count) {
    let text = "";
    while (text.length < 2 * count) {
      text += crypto.createHash("sha256").update(`${this.#seed} ${this.#count++}`).digest("hex");
    }
    return text.slice(0, 2 * count);
  }
}
