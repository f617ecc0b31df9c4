import { assert, it } from "vitest"
import { type BackendProblem, BackendUnavailable } from "./errors.ts"

it("a backend that does not run says why as data, and the same in words", () => {
  const cases: ReadonlyArray<readonly [BackendProblem, string]> = [
    [{ _tag: "MissingPackage", cause: 0 }, "its package is not installed"],
    [{ _tag: "NoDevice", registered: "webgpu" }, "tfjs found no device for it"],
    [{ _tag: "NotStarted", cause: new Error("no driver\nat x") }, "no driver"],
    [{ _tag: "Unrepeatable", program: "Bun", version: "1.4" }, "Bun does not train the same network twice"]
  ]
  for (const [reason, words] of cases) {
    const error = new BackendUnavailable({ backend: "mine", reason, remedy: "do this" })
    assert.strictEqual(error.message, `the backend mine does not run here: ${words}; do this`)
    assert.deepStrictEqual([error.problem, error.reason, error.exitCode], [words, reason, 2])
  }
})
