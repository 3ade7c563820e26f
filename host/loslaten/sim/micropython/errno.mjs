// SPDX-License-Identifier: MIT
// Emscripten numbers errors as WASI does (ENOENT is 44); MicroPython's errno and every board say 2.
const BOARD_NUMBER = {
  2: 13, // EACCES
  6: 11, // EAGAIN
  8: 9, // EBADF
  10: 16, // EBUSY
  20: 17, // EEXIST
  28: 22, // EINVAL
  29: 5, // EIO
  31: 21, // EISDIR
  33: 24, // EMFILE
  37: 36, // ENAMETOOLONG
  44: 2, // ENOENT
  51: 28, // ENOSPC
  52: 38, // ENOSYS
  54: 20, // ENOTDIR
  55: 39, // ENOTEMPTY
  63: 1, // EPERM
  69: 30, // EROFS
};

/**
 * Error of the file system, without the stack and the texts that the engine's own collects: an
 * import asks for files that are not there all the time.
 */
class BareErrnoError {
  name = "ErrnoError";
  constructor(errno) {
    this.errno = errno;
  }
}

/** Make the errors of a fresh file system bare. */
export function bareErrors(FS) {
  FS.ErrnoError = BareErrnoError;
}

/**
 * Translate the errors that leave the file system. Its functions call each other and look at the
 * original numbers, so only the outermost call translates. Returns `inside()`: is one running?
 */
export function translateErrors(FS) {
  let depth = 0;
  for (const name of Object.keys(FS)) {
    const original = FS[name];
    if (typeof original !== "function" || name === "ErrnoError" || /^[A-Z]/.test(name)) continue;
    FS[name] = function translated(...args) {
      depth++;
      try {
        return original.apply(this, args);
      } catch (error) {
        if (depth > 1 || error?.name !== "ErrnoError") throw error;
        throw new FS.ErrnoError(BOARD_NUMBER[error.errno] ?? error.errno);
      } finally {
        depth--;
      }
    };
  }
  return () => depth > 0;
}
