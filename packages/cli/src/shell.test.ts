import { execFileSync } from "node:child_process"
import { assert, it } from "vitest"
import { shellQuoted } from "./shell.ts"

it.each([
  ["pool.npy", "pool.npy"],
  ["pca(64)", "\"pca(64)\""],
  ["onnx(\"a b.onnx\")", "\"onnx(\\\"a b.onnx\\\")\""]
])("writes %s as %s, which a shell takes for the same", (text, quoted) => {
  assert.strictEqual(shellQuoted(text), quoted)
  assert.strictEqual(execFileSync("sh", ["-c", `printf %s ${quoted}`], { encoding: "utf8" }), text)
})
