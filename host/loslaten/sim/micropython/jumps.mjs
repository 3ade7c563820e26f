// SPDX-License-Identifier: MIT
// MicroPython's non-local jumps (setjmp and longjmp), kept within WebAssembly.
//
// The engine is built so that each call under a setjmp leaves WebAssembly: it calls the JavaScript
// function invoke_SIGNATURE(index, ...arguments), which calls the function at `index` of the
// engine's table, and catches what _emscripten_throw_longjmp throws; where the jump goes the engine
// has noted by then. The interpreter makes most of its calls like that, and the ways out and back
// cost it much of its time. The module made here has the same functions in WebAssembly, with its
// exception handling.
//
// The engine needs them before it has a table. So they call by a table of their own, into which
// the engine's is copied as soon as it is there; nothing ever changes that one.

// https://www.w3.org/TR/wasm-core-2/ (binary format), and the exception handling of every Node that
// runs the engine: https://github.com/WebAssembly/exception-handling, "legacy".
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTION = { type: 1, function: 3, table: 4, tag: 13, export: 7, code: 10 };
const EXPORTED = { function: 0, table: 1 };
const [I32, VOID, FUNCTION_TYPE, FUNCTION_REFERENCE] = [0x7f, 0x40, 0x60, 0x70];
const [LOCAL_GET, LOCAL_SET, I32_CONST, I32_ADD, CALL_INDIRECT] = [0x20, 0x21, 0x41, 0x6a, 0x11];
const [TRY, CATCH, CATCH_ALL, THROW, RETHROW, END] = [0x06, 0x07, 0x19, 0x08, 0x09, 0x0b];

const INVOKE = "invoke_";
const THROW_JUMP = "_emscripten_throw_longjmp";
// What the functions need of the engine, with its signature: the result, then the parameters.
const NEEDED = [
  ["emscripten_stack_get_current", "i"],
  ["_emscripten_stack_restore", "vi"],
];
const [STACK_POINTER, SET_STACK_POINTER] = NEEDED.keys();

const number = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(value >>> 7)]);
const sized = (bytes) => [...number(bytes.length), ...bytes];
const vector = (items) => [...number(items.length), ...items.flat()];
const section = (id, items) => [id, ...sized(vector(items))];
const result = (signature) => (signature[0] === "v" ? [] : [I32]);

function functionType(signature) {
  const parameters = [...signature.slice(1)].map(() => I32);
  return [FUNCTION_TYPE, ...vector(parameters), ...vector(result(signature))];
}

/** Return the bytes of a module with invoke_SIGNATURE for all signatures, and THROW_JUMP. */
function assemble(signatures) {
  const types = ["v"]; // that of a jump, which carries nothing
  const typeOf = (signature) => {
    if (!types.includes(signature)) types.push(signature);
    return number(types.indexOf(signature));
  };
  const need = (which) => [I32_CONST, which, CALL_INDIRECT, ...typeOf(NEEDED[which][1]), 0];
  const invoke = (signature) => {
    const pointer = signature.length; // a local: it comes after the parameters
    const restore = [LOCAL_GET, pointer, ...need(SET_STACK_POINTER)];
    const passed = [...signature.slice(1)].flatMap((_, at) => [LOCAL_GET, at + 1]);
    return [
      ...vector([[1, I32]]),
      ...need(STACK_POINTER), LOCAL_SET, pointer,
      TRY, result(signature)[0] ?? VOID,
      ...passed, LOCAL_GET, 0, I32_CONST, NEEDED.length, I32_ADD, CALL_INDIRECT, ...typeOf(signature), 0,
      CATCH, 0, ...restore, ...result(signature).flatMap(() => [I32_CONST, 0]),
      CATCH_ALL, ...restore, RETHROW, 0,
      END, END,
    ];
  };
  const functions = signatures.map((one) => ({
    name: INVOKE + one, type: typeOf(`${one[0]}i${one.slice(1)}`), body: invoke(one),
  }));
  functions.push({ name: THROW_JUMP, type: typeOf("v"), body: [0, THROW, 0, END] });
  const exported = functions.map(({ name }, at) => [...sized(Buffer.from(name)), EXPORTED.function, at]);
  exported.push([...sized(Buffer.from("table")), EXPORTED.table, 0]);
  return new Uint8Array([
    ...MAGIC,
    ...section(SECTION.type, types.map(functionType)),
    ...section(SECTION.function, functions.map(({ type }) => type)),
    ...section(SECTION.table, [[FUNCTION_REFERENCE, 0, 0]]),
    ...section(SECTION.tag, [[0, 0]]),
    ...section(SECTION.export, exported),
    ...section(SECTION.code, functions.map(({ body }) => sized(body))),
  ]);
}

/** Give the jumps the table of an engine, behind what they need of it. */
export function connectJumps(jumps, engine) {
  const { table } = jumps;
  const theirs = engine.__indirect_function_table;
  table.grow(NEEDED.length + theirs.length);
  NEEDED.forEach(([name], at) => table.set(at, engine[name]));
  for (let at = 0; at < theirs.length; at++) table.set(NEEDED.length + at, theirs.get(at));
}

/** Return the module that has the functions which an engine imports for its jumps. */
export function jumpsFor(imports) {
  const names = Object.keys(imports).filter((name) => name.startsWith(INVOKE));
  return new WebAssembly.Module(assemble(names.map((name) => name.slice(INVOKE.length))));
}
