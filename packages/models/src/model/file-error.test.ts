import { assert, it } from "vitest"
import { ModelFileError } from "./file-error.ts"

it("a model that cannot be used says which file, and is the world's fault where it is missing or cannot be written", () => {
  const at = { path: "m/weights.bin", problem: "no" }
  const wrong = new ModelFileError({ ...at, reason: "Mismatch", value: 3, expected: 4 })
  assert.deepInclude(wrong, { reason: "Mismatch", value: 3, expected: 4, exitCode: 1, message: "m/weights.bin: no" })
  assert.strictEqual(new ModelFileError({ ...at, reason: "Missing", cause: 0 }).exitCode, 2)
  assert.strictEqual(new ModelFileError({ ...at, reason: "Unwritable", cause: 0 }).exitCode, 2)
})
