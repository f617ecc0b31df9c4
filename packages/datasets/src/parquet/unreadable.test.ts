import { assert, it } from "vitest"
import { type ParquetProblem, unreadable } from "./unreadable.ts"

it("a parquet file that cannot be read says why as data, and the same in words", () => {
  const cases: ReadonlyArray<readonly [ParquetProblem, RegExp]> = [
    [{ _tag: "Damaged", problem: "parquet file invalid" }, /^parquet file invalid$/],
    [{ _tag: "System", code: "ENOENT", problem: "no such file" }, /^no such file$/],
    [{ _tag: "Late", milliseconds: 5000 }, /^decoding it came to no end$/],
    [{ _tag: "Memory" }, /more memory than it says/],
    [{ _tag: "Ended" }, /its decoder ended/],
    [{ _tag: "TooLarge", promised: 2e6, allowed: { packed: 1000, bytes: 1e6 } }, /come to 2 MB, and 1 MB are allowed/],
    [{ _tag: "Limit", cause: new Error("it is no size") }, /^it is no size$/]
  ]
  for (const [reason, words] of cases) {
    const error = unreadable(reason)
    assert.match(error.message, words)
    assert.deepStrictEqual([error.problem, error.reason, error.exitCode], [error.message, reason, 1])
  }
})
