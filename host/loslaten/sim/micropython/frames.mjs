// SPDX-License-Identifier: MIT
// Frames over stdin and stdout: four bytes of length (little-endian), then JSON in UTF-8.
import fs from "node:fs";

const HEADER_BYTES = 4;

/** Write one message; returns when the parent's pipe has taken all of it. */
export function writeFrame(message) {
  const body = Buffer.from(JSON.stringify(message));
  const frame = Buffer.alloc(HEADER_BYTES + body.length);
  frame.writeUInt32LE(body.length, 0);
  body.copy(frame, HEADER_BYTES);
  for (let sent = 0; sent < frame.length; ) sent += writeSome(frame, sent);
}

function writeSome(frame, from) {
  try {
    return fs.writeSync(1, frame, from);
  } catch (error) {
    if (error.code === "EPIPE") process.exit(0); // the parent is gone
    if (error.code !== "EAGAIN") throw error;
    return 0;
  }
}

/** Wait for one message without giving control back to Node: virtual time must stand still. */
export function readFrame() {
  const header = readExactly(HEADER_BYTES);
  return JSON.parse(readExactly(header.readUInt32LE(0)).toString());
}

function readExactly(count) {
  const buffer = Buffer.alloc(count);
  for (let filled = 0; filled < count; ) {
    const got = readSome(buffer, filled);
    if (got === 0) process.exit(0); // the parent is gone
    filled += Math.max(got, 0);
  }
  return buffer;
}

function readSome(buffer, from) {
  try {
    return fs.readSync(0, buffer, from, buffer.length - from, null);
  } catch (error) {
    if (error.code === "EOF") return 0;
    if (error.code !== "EAGAIN") throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    return -1;
  }
}

/** Call `onMessage` for every message that arrives, as it arrives (for the real clock). */
export function onFrames(onMessage) {
  let pending = Buffer.alloc(0);
  process.stdin.on("data", (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + pending.readUInt32LE(0);
      if (pending.length < end) return;
      const body = pending.subarray(HEADER_BYTES, end);
      pending = pending.subarray(end);
      onMessage(JSON.parse(body.toString()));
    }
  });
  process.stdin.on("end", () => process.exit(0));
}
