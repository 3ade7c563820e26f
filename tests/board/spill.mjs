// SPDX-License-Identifier: MIT
// node spill.mjs PACKAGED.wasm MENDED.wasm FAILING.wasm
//
// Makes a MicroPython for WASI sound for its collector, which looks for pointers on the C stack.
// LLVM keeps most pointers in WebAssembly's locals and on its operand stack, where nothing can
// look, so that the module as packaged frees what is in use. Binaryen's spill-pointers stores on
// the C stack what lives in a local across a call; functions are flattened before, so that all
// that lives across a call is in a local.
//
// flatten does not know exception handlers. The few functions with one keep their operands where
// they are; their locals are spilled like all others.
//
// FAILING is the mended module whose allocator counts what it is asked for, and asks the host from
// a number on whether to fail. MENDED is without that, so that what it executes is all a board's.
import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";

const FEATURES = [
  "MutableGlobals", "BulkMemory", "BulkMemoryOpt", "SignExt", "NontrappingFPToInt", "Multivalue",
  "ExceptionHandling", "ReferenceTypes", "SIMD128", "ExtendedConst",
].reduce((all, name) => all | binaryen.Features[name], 0);
const FLATTEN = ["flatten", "simplify-locals-nonesting", "dce", "vacuum", "coalesce-locals"];

// The package has no names in it. These are found by their values, of which there must be one.
const STACK_POINTER = /\(global (\$\S+) \(mut i32\) \(i32\.const 136576\)\)/g;
const RECURSION_LIMIT = /\(i32\.const 40000\)/g;
const FUNCTIONS = /^ \(func \$(\S+)([^]*?)^ \)$/gm;
// What gives out the heap's blocks: it rounds bytes up to 16, and asks whether the heap is locked.
const ALLOCATES = new RegExp(
  String.raw`\(i32\.lt_u \(local\.tee \$0 \(i32\.add \(local\.get \$0\) \(i32\.const 15\) \) \) ` +
    String.raw`\(i32\.const 16\) \) \) \(br_if \$\S+ \(i32\.and \(i32\.load16_u `,
);
// Spilled frames are larger; the module's C stack has 65,536 bytes.
const SPILLED_LIMIT = "(i32.const 63000)";

function only(matches, what) {
  if (matches.length !== 1) throw new Error(`${what}: ${matches.length} in this build, not 1`);
  return matches[0];
}

function named(packaged) {
  const module = binaryen.readBinary(packaged);
  module.setFeatures(FEATURES);
  const text = module.emitText();
  const pointer = only([...text.matchAll(STACK_POINTER)], "stack pointer")[1];
  only([...text.matchAll(RECURSION_LIMIT)], "recursion limit");
  return text
    .replaceAll(new RegExp(`${pointer.replaceAll("$", "[$]")}(?![\\w$])`, "g"), "$$__stack_pointer")
    .replace(RECURSION_LIMIT, SPILLED_LIMIT);
}

function allocator(functions) {
  const found = functions.filter(([, , body]) => ALLOCATES.test(body.replaceAll(/\s+/g, " ")));
  return only(found, "allocator")[1];
}

// Puts before the allocator that a request for bytes is counted in `allocations`, and fails where
// the host says so, which is asked from the request number `asked_from` on.
function letFail(module, name) {
  const { i32, none, createType } = binaryen;
  const { params, results, vars, body } = binaryen.getFunctionInfo(module.getFunction(name));
  module.removeFunction(name);
  module.addFunction("allocate", params, results, vars, body);
  module.addFunctionImport("does_fail", "board", "does_fail", none, i32);
  module.addGlobal("allocations", i32, true, module.i32.const(0));
  module.addGlobal("asked_from", i32, true, module.i32.const(-1));
  for (const count of ["allocations", "asked_from"]) module.addGlobalExport(count, count);
  const count = () => module.global.get("allocations", i32);
  const bytes = () => module.local.get(0, i32);
  const isAsked = module.i32.ge_u(count(), module.global.get("asked_from", i32));
  const fails = module.if(isAsked, module.call("does_fail", [], i32), module.i32.const(0));
  const counted = module.block(null, [
    module.global.set("allocations", module.i32.add(count(), module.i32.const(1))),
    module.if(fails, module.return(module.i32.const(0))),
  ]);
  const passedOn = module.call("allocate", [bytes(), module.local.get(1, i32)], i32);
  module.addFunction(
    name, params, results, [],
    module.block(null, [module.if(bytes(), counted), module.return(passedOn)]),
  );
}

const [packaged, mended, failing] = process.argv.slice(2);
const text = named(readFileSync(packaged));
const functions = [...text.matchAll(FUNCTIONS)];
const module = binaryen.parseText(text);
module.setFeatures(FEATURES);
for (const [, name, body] of functions)
  if (!body.includes("(try_table")) module.runPassesOnFunction(name, FLATTEN);
module.runPasses(["spill-pointers"]);
// For who looks at the heap from outside: the C stack begins there.
module.addGlobalExport("__stack_pointer", "stack_pointer");
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(0);
module.optimize();
if (!module.validate()) throw new Error("the mended module is not valid");
writeFileSync(mended, module.emitBinary());
letFail(module, allocator(functions));
if (!module.validate()) throw new Error("the failing module is not valid");
writeFileSync(failing, module.emitBinary());
