// SPDX-License-Identifier: MIT
// The flash of a simulated watch: which bytes survive when the power goes, and when it goes.
//
// The firmware's files live in the engine's memory file system under /flash. LittleFS, which the
// boards use, commits a file when it is closed or flushed, and a rename, removal or new folder at
// once; so a second tree, `durable`, is kept up to date at exactly those moments. A folder is a
// name that ends in "/".
import { posix } from "node:path";
import { Halt } from "./halt.mjs";

export const ROOT = "/flash";
const BLOCK_BYTES = 4096;
const O_TRUNC = 512;
const O_DIRECTORY = 65536;
const ENOSPC = 51; // in Emscripten's numbering, as everything thrown below the errno filter

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

/** Put the durable tree into a fresh engine and watch what its firmware does to it. */
export function mountFlash(FS, flash) {
  FS.mkdir(ROOT);
  for (const [path, data] of [...flash.durable].sort(byPath)) {
    if (path.endsWith("/")) FS.mkdirTree(ROOT + path.slice(0, -1));
    else FS.writeFile(ROOT + path, data);
  }
  return new FlashWatcher(FS, flash);
}

/** Wraps the engine's file system; `enabled` once the firmware runs. */
class FlashWatcher {
  enabled = false;
  #unsaved = new Set(); // nodes written since their last commit

  constructor(FS, flash) {
    this.FS = FS;
    this.flash = flash;
    this.#wrapFiles();
    this.#wrapFolders();
    FS.filesystems.MEMFS.ops_table.file.stream.fsync = (stream) => {
      this.#commit(stream);
      return 0;
    };
  }

  /** Close everything, as a soft reset does. */
  commitAll() {
    for (const stream of this.FS.streams) if (stream) this.#commit(stream);
  }

  #pathOf(path) {
    if (!this.enabled) return null;
    const absolute = posix.resolve(this.FS.cwd(), path);
    return absolute.startsWith(`${ROOT}/`) ? absolute.slice(ROOT.length) : null;
  }

  #wrapFiles() {
    const { FS, flash } = this;
    const { open, write, close } = FS;
    FS.open = (path, flags, mode) => {
      const target = typeof path === "string" ? this.#pathOf(path) : null;
      if (target === null || (flags & O_DIRECTORY) !== 0) return open(path, flags, mode);
      const isNew = !FS.analyzePath(path).exists;
      const stream = open(path, flags, mode);
      if (isNew) flash.operate("create", target, () => flash.commit(target, ""));
      else if ((flags & O_TRUNC) !== 0) this.#unsaved.add(stream.node);
      return stream;
    };
    FS.write = (stream, ...rest) => {
      const target = this.#pathOf(FS.getPath(stream.node));
      if (target === null) return write(stream, ...rest);
      this.#checkSpace(stream, rest[2]);
      const count = write(stream, ...rest);
      this.#unsaved.add(stream.node);
      flash.operate("write", target, () => {}, () => contentOf(stream.node));
      return count;
    };
    FS.close = (stream) => {
      if (!FS.isClosed(stream)) this.#commit(stream);
      return close(stream);
    };
  }

  #wrapFolders() {
    const { FS, flash } = this;
    const { rename, unlink, mkdir, rmdir } = FS;
    const wrap = (name, original, effect) => {
      FS[name] = (path, ...rest) => {
        const target = this.#pathOf(path);
        if (target === null) return original(path, ...rest);
        const before = FS.analyzePath(path).exists;
        let result;
        if (!before && name !== "mkdir") return original(path, ...rest);
        flash.operate(name, target, () => {
          result = original(path, ...rest);
          effect(target, ...rest);
        });
        return result;
      };
    };
    wrap("rename", rename, (from, to) => {
      flash.rename(from, this.#pathOf(to));
      flash.rename(`${from}/`, `${this.#pathOf(to)}/`);
    });
    wrap("unlink", unlink, (path) => flash.remove(path));
    wrap("mkdir", mkdir, (path) => flash.commit(`${path}/`, ""));
    wrap("rmdir", rmdir, (path) => flash.remove(`${path}/`));
  }

  #commit(stream) {
    const { node } = stream;
    if (!this.#unsaved.has(node)) return;
    const path = this.#pathOf(this.FS.getPath(node));
    if (path === null) return;
    const data = contentOf(node);
    this.flash.operate("commit", path, () => this.flash.commit(path, data), () => data);
    this.#unsaved.delete(node);
  }

  #checkSpace(stream, length) {
    const { usedBytes, capacityBytes } = this.flash;
    const inFile = stream.node.usedBytes % BLOCK_BYTES;
    const growth = Math.ceil((inFile + length) / BLOCK_BYTES) * BLOCK_BYTES;
    if (usedBytes + growth - (inFile > 0 ? BLOCK_BYTES : 0) > capacityBytes) {
      throw new this.FS.ErrnoError(ENOSPC);
    }
  }
}

function contentOf(node) {
  return Buffer.from(node.contents?.subarray?.(0, node.usedBytes) ?? node.contents ?? []);
}
