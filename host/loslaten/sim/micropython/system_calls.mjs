// SPDX-License-Identifier: MIT
// The engine's system calls, all of which are about files. Their numbers and structures are those
// of musl on 32-bit WebAssembly, as Emscripten builds it: __syscall_NAME answers a negative error,
// a call of WASI's an error or 0.
import { FileError } from "./files.mjs";

const STANDARD = 3; // descriptors before it are the console's
const [ERANGE, ENOSYS] = [34, 38];
const UNKNOWN = ["lstat64", "newfstatat", "poll", "statfs64"]; // what the interpreter asks for in no firmware of ours
const ACCESS = 3;
const [READS, WRITES] = [0, 1]; // of ACCESS; 2 is both
const [CREATES, TRUNCATES, APPENDS, FOLDER] = [64, 512, 1024, 65536];
const [FROM_HERE, FROM_END] = [1, 2];
const [FOLDER_MODE, FILE_MODE] = [0o040777, 0o100666];
// struct stat and struct dirent: where the fields lie, in bytes.
const STAT = { bytes: 96, mode: 4, links: 8, size: 24 };
const ENTRY = { bytes: 280, length: 16, type: 18, name: 19, nameBytes: 256 };
const [FOLDER_TYPE, FILE_TYPE] = [4, 8];
const VECTOR_BYTES = 8; // an address and a length

/** The engine's memory, which is another one each time that it has grown. */
class Memory {
  #bytes = Buffer.alloc(0);
  #view = null;
  #memory = null;

  attach(memory) {
    this.#memory = memory;
  }

  get bytes() {
    this.#look();
    return this.#bytes;
  }

  get view() {
    this.#look();
    return this.#view;
  }

  #look() {
    const { buffer } = this.#memory;
    if (this.#bytes.buffer === buffer) return;
    this.#bytes = Buffer.from(buffer);
    this.#view = new DataView(buffer);
  }

  word(at) {
    return this.view.getUint32(at, true);
  }

  setWord(at, value) {
    this.view.setUint32(at, value, true);
  }

  /** Return the text at an address, which ends with a zero. */
  text(at) {
    const { bytes } = this;
    return bytes.toString("utf8", at, bytes.indexOf(0, at));
  }

  /** Do something with each piece of memory that a vector names; return the sum of what it says. */
  sum(vector, count, what) {
    let sum = 0;
    for (let one = vector; one < vector + count * VECTOR_BYTES; one += VECTOR_BYTES) {
      sum += what(this.word(one), this.word(one + 4));
    }
    return sum;
  }
}

/** Return calls by their imports' names, answering with this sign the error of one that fails. */
function answering(calls, sign, prefix = "") {
  const safe = (call) => (...given) => {
    try {
      return call(...given) ?? 0;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return sign * error.number;
    }
  };
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [prefix + name, safe(call)]));
}

/** The system calls of one life. printBytes gets what it prints, which is the engine's memory. */
export class SystemCalls {
  #memory = new Memory();
  #files;
  #printBytes;

  constructor(files, printBytes) {
    this.#files = files;
    this.#printBytes = printBytes;
  }

  attach(memory) {
    this.#memory.attach(memory);
  }

  /** What the engine imports of them, by module. */
  get imports() {
    return {
      env: answering({ ...this.#onFiles(), ...this.#onFolders() }, -1, "__syscall_"),
      wasi_snapshot_preview1: answering(this.#onStreams(), 1),
    };
  }

  #onFiles() {
    const [files, memory] = [this.#files, this.#memory];
    const unknown = UNKNOWN.map((name) => [name, () => -ENOSYS]);
    return {
      ...Object.fromEntries(unknown),
      stat64: (path, at) => this.#putStat(files.get(memory.text(path)), at),
      fstat64: (descriptor, at) => this.#putStat(this.#stream(descriptor).node, at),
      openat: (_folder, path, flags) => this.#open(memory.text(path), flags),
      unlinkat: (_folder, path) => files.remove(memory.text(path)),
      renameat: (_from, from, _to, to) => files.rename(memory.text(from), memory.text(to)),
    };
  }

  #onFolders() {
    const [files, memory] = [this.#files, this.#memory];
    return {
      chdir: (path) => files.goTo(memory.text(path)),
      getcwd: (at, most) => {
        const bytes = Buffer.from(`${files.here}\0`);
        if (bytes.length > most) throw new FileError(ERANGE);
        memory.bytes.set(bytes, at);
        return bytes.length;
      },
      getdents64: (descriptor, at, most) => this.#putEntries(this.#stream(descriptor), at, most),
      mkdirat: (_folder, path) => files.makeFolder(memory.text(path)),
      rmdir: (path) => files.removeFolder(memory.text(path)),
    };
  }

  #onStreams() {
    const [files, memory] = [this.#files, this.#memory];
    return {
      fd_close: (descriptor) => files.close(descriptor - STANDARD),
      fd_sync: (descriptor) => files.commit(this.#stream(descriptor)),
      fd_seek: (descriptor, offset, whence, at) => {
        const stream = this.#stream(descriptor);
        const from = whence === FROM_HERE ? stream.at : whence === FROM_END ? stream.node.size : 0;
        memory.view.setBigInt64(at, BigInt(files.seek(stream, from + Number(offset))), true);
      },
      fd_read: (descriptor, vector, count, at) => {
        const stream = this.#stream(descriptor);
        const read = (start, length) => files.read(stream, memory.bytes, start, length);
        memory.setWord(at, memory.sum(vector, count, read));
      },
      fd_write: (descriptor, vector, count, at) => {
        const write = (start, length) => this.#write(descriptor, memory.bytes.subarray(start, start + length));
        memory.setWord(at, memory.sum(vector, count, write));
      },
    };
  }

  #stream(descriptor) {
    return this.#files.stream(descriptor - STANDARD);
  }

  #open(path, flags) {
    const access = flags & ACCESS;
    const descriptor = this.#files.open(path, {
      reads: access !== WRITES,
      writes: access !== READS,
      creates: (flags & CREATES) !== 0,
      truncates: (flags & TRUNCATES) !== 0,
      appends: (flags & APPENDS) !== 0,
      folder: (flags & FOLDER) !== 0,
    });
    return descriptor + STANDARD;
  }

  #write(descriptor, bytes) {
    if (descriptor < STANDARD) this.#printBytes(bytes);
    else this.#files.write(this.#stream(descriptor), bytes);
    return bytes.length;
  }

  #putStat(node, at) {
    const memory = this.#memory;
    memory.bytes.fill(0, at, at + STAT.bytes);
    memory.setWord(at + STAT.mode, node.isFolder ? FOLDER_MODE : FILE_MODE);
    memory.setWord(at + STAT.links, 1);
    memory.setWord(at + STAT.size, node.size);
  }

  /** Put as many entries of a folder as there is room for; return how many bytes they take. */
  #putEntries(stream, at, most) {
    stream.listed ??= this.#files.list(stream.node);
    const next = stream.listed.splice(0, Math.floor(most / ENTRY.bytes));
    next.forEach(([name, node], place) => this.#putEntry(name, node, at + place * ENTRY.bytes));
    return next.length * ENTRY.bytes;
  }

  #putEntry(name, node, at) {
    const { bytes, view } = this.#memory;
    bytes.fill(0, at, at + ENTRY.bytes);
    view.setUint16(at + ENTRY.length, ENTRY.bytes, true);
    bytes[at + ENTRY.type] = node.isFolder ? FOLDER_TYPE : FILE_TYPE;
    bytes.write(name, at + ENTRY.name, ENTRY.nameBytes - 1);
  }
}
