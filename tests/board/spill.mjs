// SPDX-License-Identifier: MIT
// node spill.mjs PACKAGED.wasm MENDED.wasm
//
// Makes a MicroPython for WASI sound for its collector, which looks for pointers on the C stack.
// LLVM keeps most pointers in WebAssembly's locals and on its operand stack, where nothing can
// look, so that the module as packaged frees what is in use. Binaryen's spill-pointers stores on
// the C stack what lives in a local across a call; functions are flattened before, so that all
// that lives across a call is in a local.
//
// flatten does not know exception handlers. The few functions with one keep their operands where
// they are; their locals are spilled like all others.
import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";

const FEATURES = [
  "MutableGlobals", "BulkMemory", "BulkMemoryOpt", "SignExt", "NontrappingFPToInt", "Multivalue",
  "ExceptionHandling", "ReferenceTypes", "SIMD128", "ExtendedConst",
].reduce((all, name) => all | binaryen.Features[name], 0);
const FLATTEN = ["flatten", "simplify-locals-nonesting", "dce", "vacuum", "coalesce-locals"];

// The package has no names in it. These two are found by their values, of which there must be one.
const STACK_POINTER = /\(global (\$\S+) \(mut i32\) \(i32\.const 136576\)\)/g;
const RECURSION_LIMIT = /\(i32\.const 40000\)/g;
// Spilled frames are larger; the module's C stack has 65,536 bytes.
const SPILLED_LIMIT = "(i32.const 63000)";

function only(text, pattern, what) {
  const matches = [...text.matchAll(pattern)];
  if (matches.length !== 1) throw new Error(`${what}: ${matches.length} in this build, not 1`);
  return matches[0];
}

function named(packaged) {
  const module = binaryen.readBinary(packaged);
  module.setFeatures(FEATURES);
  const text = module.emitText();
  const pointer = only(text, STACK_POINTER, "stack pointer")[1];
  only(text, RECURSION_LIMIT, "recursion limit");
  return text
    .replaceAll(new RegExp(`${pointer.replaceAll("$", "[$]")}(?![\\w$])`, "g"), "$$__stack_pointer")
    .replace(RECURSION_LIMIT, SPILLED_LIMIT);
}

const [packaged, mended] = process.argv.slice(2);
const text = named(readFileSync(packaged));
const module = binaryen.parseText(text);
module.setFeatures(FEATURES);
for (const [, name, body] of text.matchAll(/^ \(func \$(\S+)([^]*?)^ \)$/gm))
  if (!body.includes("(try_table")) module.runPassesOnFunction(name, FLATTEN);
module.runPasses(["spill-pointers"]);
// For who looks at the heap from outside: the C stack begins there.
module.addGlobalExport("__stack_pointer", "stack_pointer");
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(0);
module.optimize();
if (!module.validate()) throw new Error("the mended module is not valid");
writeFileSync(mended, module.emitBinary());
