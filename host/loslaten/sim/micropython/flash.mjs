// SPDX-License-Identifier: MIT
// The flash of a simulated watch: which bytes survive when the power goes, and when it goes.
//
// The firmware works on files of its own (files.mjs), which tell when something reaches the flash.
// A folder is a name that ends in "/".
import { Halt } from "./halt.mjs";

const BLOCK_BYTES = 4096;

/** What has been committed, and what the power cut that is armed does to it. */
export class Flash {
  durable = new Map();
  operations = 0;
  capacityBytes = Infinity;
  onOperation = null; // (name, path, bytes) after each operation that the firmware makes
  #cut = null;

  load(files) {
    for (const [path, data] of Object.entries(files)) {
      this.#addFolders(path);
      this.durable.set(path, Buffer.from(data, "base64"));
    }
  }

  dump() {
    return Object.fromEntries([...this.durable].sort(byPath).map(([p, d]) => [p, d.toString("base64")]));
  }

  /** Cut the power at the n-th operation from now; `keptBytes` of what was being written stay. */
  cutAt(operation, keptBytes) {
    this.#cut = operation === null ? null : { at: this.operations + operation, keptBytes: keptBytes ?? 0 };
  }

  get usedBytes() {
    let used = 2 * BLOCK_BYTES;
    for (const [path, data] of this.durable) {
      used += path.endsWith("/") ? 2 * BLOCK_BYTES : Math.ceil(data.length / BLOCK_BYTES) * BLOCK_BYTES;
    }
    return used;
  }

  /** Whether a file of so many bytes can grow by so many. */
  hasRoom(bytes, growth) {
    const inBlock = bytes % BLOCK_BYTES;
    const wanted = Math.ceil((inBlock + growth) / BLOCK_BYTES) - (inBlock > 0 ? 1 : 0);
    return this.usedBytes + wanted * BLOCK_BYTES <= this.capacityBytes;
  }

  /** statvfs(): block size, blocks, free blocks. */
  get blocks() {
    const total = Math.floor(this.capacityBytes / BLOCK_BYTES);
    return [BLOCK_BYTES, total, Math.max(0, total - Math.ceil(this.usedBytes / BLOCK_BYTES))];
  }

  /**
   * Carry out one operation, or cut the power in its place.
   * `pending` gives what the file would hold if everything written so far reached the flash.
   */
  operate(name, path, effect, pending = null) {
    this.operations++;
    if (this.#cut !== null && this.operations >= this.#cut.at) {
      const { keptBytes } = this.#cut;
      this.#cut = null;
      if (pending !== null && keptBytes > 0) this.#tear(path, pending(), keptBytes);
      throw new Halt("cut", { operation: name, path });
    }
    effect();
    this.onOperation?.(name, path, this.durable.get(path)?.length ?? 0);
  }

  commit(path, data) {
    this.durable.set(path, Buffer.from(data));
  }

  remove(path) {
    this.durable.delete(path);
  }

  rename(from, to) {
    for (const [path, data] of [...this.durable]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.durable.delete(path);
      this.durable.set(to + path.slice(from.length), data);
    }
  }

  /** What was there stays as far as it agrees; `keptBytes` of the new part follow. */
  #tear(path, wanted, keptBytes) {
    const before = this.durable.get(path) ?? Buffer.alloc(0);
    let same = 0;
    while (same < before.length && same < wanted.length && before[same] === wanted[same]) same++;
    this.commit(path, wanted.subarray(0, same + keptBytes));
  }

  #addFolders(path) {
    for (let end = path.indexOf("/", 1); end >= 0; end = path.indexOf("/", end + 1)) {
      this.durable.set(path.slice(0, end + 1), Buffer.alloc(0));
    }
  }
}

const byPath = ([a], [b]) => (a < b ? -1 : Number(a > b));
