import { assert, it } from "vitest"
import { type ManifestProblem, UnreadableManifest } from "./problem.ts"

it("a manifest that cannot be read: what is wrong with it as data, and the same in words", () => {
  const cases: ReadonlyArray<readonly [ManifestProblem, string]> = [
    [{ _tag: "Json", cause: new Error("unexpected end") }, "this is not JSON (unexpected end)"],
    [
      { _tag: "Missing", path: "manifestVersion", expected: 1 },
      "this is not a manifest: it has no manifestVersion; name a file of `manifest`"
    ],
    [
      { _tag: "Version", value: "2", expected: 1 },
      "its manifestVersion is \"2\" and this marginalia reads 1; use another one"
    ],
    [
      { _tag: "TooLarge", path: "spec", problem: "its JSON form is nested too deep" },
      "spec: its JSON form is nested too deep"
    ],
    [{ _tag: "Value", path: "pool.path", value: 3, complaint: "Expected string" }, "pool.path: Expected string"]
  ]
  for (const [reason, text] of cases) {
    const error = new UnreadableManifest({ reason })
    assert.deepStrictEqual([error.message, error.reason, error.exitCode], [text, reason, 1])
  }
})
