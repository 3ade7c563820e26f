// SPDX-License-Identifier: MIT
// The files of one life of the firmware.
//
// Below ROOT lies what the flash held when the life began; the flash is told what becomes of it.
// LittleFS, which the boards use, commits a file when it is closed or flushed, and a rename, a
// removal or a new folder at once. Beside it lie modules of the simulated hardware, which stay.
import { posix } from "node:path";

export const ROOT = "/flash";
// https://docs.micropython.org/en/latest/library/errno.html: numbers as on every board.
const [ENOENT, EBADF, EEXIST, ENOTDIR, EISDIR, EINVAL, ENOSPC, ENOTEMPTY] = [2, 9, 17, 20, 21, 22, 28, 39];
const SMALLEST_BYTES = 256; // what a file that grows has room for

/** An operation on files that fails. It has no stack, for an import asks for what is not there. */
export class FileError {
  constructor(number) {
    this.number = number;
  }
}

/** A file or, without `data`, a folder. One that was removed has no path. */
class Node {
  isFolder;
  isOwn = false; // or is `data` the flash's own, to be copied before it changes?
  isUnsaved = false;

  constructor(path, data) {
    this.path = path;
    this.data = data;
    this.isFolder = data === null;
    this.size = data?.length ?? 0;
  }

  get content() {
    return this.data.subarray(0, this.size);
  }

  /** Make room for so many bytes, all of them this file's own. */
  #reserve(bytes) {
    if (this.isOwn && bytes <= this.data.length) return;
    const data = new Uint8Array(Math.max(bytes, 2 * this.size, SMALLEST_BYTES));
    data.set(this.content);
    this.data = data;
    this.isOwn = true;
  }

  empty() {
    this.data = new Uint8Array(SMALLEST_BYTES);
    this.isOwn = true;
    this.size = 0;
  }

  put(bytes, at) {
    this.#reserve(at + bytes.length);
    this.data.set(bytes, at);
    this.size = Math.max(this.size, at + bytes.length);
  }
}

/** What was opened, with the place at which it is read and written next. */
class Stream {
  at = 0;

  constructor(node, mode) {
    this.node = node;
    this.mode = mode;
  }
}

export class Files {
  #flash;
  #nodes = new Map(); // by path
  #streams = []; // by descriptor, with null where one is free
  #here = "/";

  /** modules: files outside of the flash, by path. */
  constructor(flash, modules) {
    this.#flash = flash;
    for (const folder of ["/", ROOT]) this.#add(folder, null);
    for (const [path, data] of modules) this.#addAll(path, data);
    for (const [path, data] of flash.durable) {
      if (path.endsWith("/")) this.#addFolders(ROOT + path);
      else this.#addAll(ROOT + path, data);
    }
  }

  #add(path, data) {
    const node = new Node(path, data);
    this.#nodes.set(path, node);
    return node;
  }

  #addAll(path, data) {
    this.#addFolders(path);
    this.#add(path, data);
  }

  #addFolders(path) {
    for (let end = path.indexOf("/", 1); end >= 0; end = path.indexOf("/", end + 1)) {
      const folder = path.slice(0, end);
      if (!this.#nodes.has(folder)) this.#add(folder, null);
    }
  }

  #absolute(path) {
    return path[0] === "/" && !path.includes("/.") && !path.includes("//") && !path.endsWith("/")
      ? path
      : posix.resolve(this.#here, path);
  }

  /** Return the node at a path, or undefined. */
  find(path) {
    return this.#nodes.get(this.#absolute(path));
  }

  /** Return the node at a path. */
  get(path) {
    const node = this.find(path);
    if (node === undefined) throw new FileError(this.#whyMissing(this.#absolute(path)));
    return node;
  }

  #whyMissing(path) {
    let above = path;
    while (!this.#nodes.has(above)) above = posix.dirname(above);
    return this.#nodes.get(above).isFolder ? ENOENT : ENOTDIR;
  }

  /** Return the path at which something may be made: its folder is there. */
  #placeFor(path) {
    const absolute = this.#absolute(path);
    if (!this.get(posix.dirname(absolute)).isFolder) throw new FileError(ENOTDIR);
    return absolute;
  }

  #folder(path) {
    const node = this.get(path);
    if (!node.isFolder) throw new FileError(ENOTDIR);
    return node;
  }

  #below(path) {
    const prefix = path === "/" ? path : `${path}/`;
    return [...this.#nodes.values()].filter((node) => node.path.startsWith(prefix) && node.path !== "/");
  }

  // What the flash is told.

  /** Return where a node lies on the flash, or null where it does not. */
  #onFlash(path) {
    return path?.startsWith(`${ROOT}/`) ? path.slice(ROOT.length) : null;
  }

  #operate(name, path, effect, pending) {
    const target = this.#onFlash(path);
    if (target === null) effect(target);
    else this.#flash.operate(name, target, () => effect(target), pending);
  }

  commit({ node }) {
    if (!node.isUnsaved || node.path === null) return;
    const effect = (target) => this.#flash.commit(target, node.content);
    this.#operate("commit", node.path, effect, () => node.content);
    node.isUnsaved = false;
  }

  /** Close everything, as a soft reset does. */
  commitAll() {
    for (const stream of this.#streams) if (stream) this.commit(stream);
  }

  // Files.

  open(path, { reads, writes, creates, truncates, appends, folder }) {
    const found = this.find(path);
    if (found === undefined && !creates) throw new FileError(this.#whyMissing(this.#absolute(path)));
    const node = found ?? this.#create(this.#placeFor(path));
    if (node.isFolder !== folder) throw new FileError(folder ? ENOTDIR : EISDIR);
    if (found !== undefined && truncates) {
      node.empty();
      node.isUnsaved = true;
    }
    const stream = new Stream(node, { reads, writes, appends });
    const free = this.#streams.indexOf(null);
    if (free < 0) return this.#streams.push(stream) - 1;
    this.#streams[free] = stream;
    return free;
  }

  #create(path) {
    const node = this.#add(path, new Uint8Array());
    this.#operate("create", path, (target) => target && this.#flash.commit(target, ""));
    return node;
  }

  stream(descriptor) {
    const stream = this.#streams[descriptor];
    if (!stream) throw new FileError(EBADF);
    return stream;
  }

  close(descriptor) {
    this.commit(this.stream(descriptor));
    this.#streams[descriptor] = null;
  }

  /** Read what comes next, at most so many bytes, to a place in memory; return how many. */
  read(stream, memory, place, most) {
    const { node, mode, at } = stream;
    if (!mode.reads) throw new FileError(EBADF);
    const length = Math.max(0, Math.min(node.size - at, most));
    // The engine reads code by twenty bytes; a view of each would be garbage by the million.
    for (let one = 0; one < length; one++) memory[place + one] = node.data[at + one];
    stream.at = at + length;
    return length;
  }

  write(stream, bytes) {
    const { node, mode } = stream;
    if (!mode.writes) throw new FileError(EBADF);
    if (this.#onFlash(node.path) !== null && !this.#flash.hasRoom(node.size, bytes.length)) {
      throw new FileError(ENOSPC);
    }
    if (mode.appends) stream.at = node.size;
    node.put(bytes, stream.at);
    stream.at += bytes.length;
    node.isUnsaved = true;
    this.#operate("write", node.path, () => {}, () => node.content);
  }

  /** Go to a place in a file, and return it. */
  seek(stream, to) {
    if (to < 0) throw new FileError(EINVAL);
    stream.at = to;
    return to;
  }

  // Folders.

  get here() {
    return this.#here;
  }

  goTo(path) {
    this.#here = this.#folder(path).path;
  }

  /** Return [name, node] of all that a folder holds, in the order of LittleFS. */
  list({ path }) {
    const start = path === "/" ? 1 : path.length + 1;
    return this.#below(path)
      .map((node) => [node.path.slice(start), node])
      .filter(([name]) => !name.includes("/"))
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  makeFolder(path) {
    const place = this.#placeFor(path);
    if (this.#nodes.has(place)) throw new FileError(EEXIST);
    this.#operate("mkdir", place, (target) => {
      this.#add(place, null);
      if (target !== null) this.#flash.commit(`${target}/`, "");
    });
  }

  remove(path) {
    const node = this.get(path);
    if (node.isFolder) throw new FileError(EISDIR);
    this.#take("unlink", node);
  }

  removeFolder(path) {
    const node = this.#folder(path);
    if (this.#below(node.path).length > 0) throw new FileError(ENOTEMPTY);
    this.#take("rmdir", node);
  }

  #take(name, node) {
    this.#operate(name, node.path, (target) => {
      if (target !== null) this.#flash.remove(node.isFolder ? `${target}/` : target);
      this.#drop(node);
    });
  }

  #drop(node) {
    this.#nodes.delete(node.path);
    node.path = null;
  }

  /** Rename, replacing what is there. */
  rename(from, to) {
    const [source, place] = [from, to].map((path) => this.#placeFor(path));
    const node = this.get(source);
    const replaced = this.#nodes.get(place);
    if (replaced === node) return;
    if (place.startsWith(`${node.path}/`)) throw new FileError(EINVAL);
    if (replaced?.isFolder && !node.isFolder) throw new FileError(EISDIR);
    if (replaced && !replaced.isFolder && node.isFolder) throw new FileError(ENOTDIR);
    if (replaced?.isFolder && this.#below(place).length > 0) throw new FileError(ENOTEMPTY);
    this.#operate("rename", node.path, (target) => {
      if (replaced) this.#drop(replaced);
      if (target !== null) this.#flash.rename(target, this.#onFlash(place));
      const old = node.path;
      for (const moved of [node, ...this.#below(old)]) {
        this.#nodes.delete(moved.path);
        moved.path = place + moved.path.slice(old.length);
        this.#nodes.set(moved.path, moved);
      }
    });
  }
}
