import { assert, describe, it } from "@effect/vitest"
import { lostOutput } from "./streams.ts"

describe("lostOutput", () => {
  it("is quiet about a reader that has gone away, but no success", () => {
    assert.deepStrictEqual(lostOutput("EPIPE"), { code: 141, says: undefined })
  })

  it("says in a sentence what else is wrong", () => {
    for (const code of ["ENOSPC", "EIO", "EXYZ", undefined]) {
      const lost = lostOutput(code)
      assert.strictEqual(lost.code, 2)
      assert.match(lost.says!, /^marginalia: stdout: it cannot be written: .+; .+$/)
    }
    assert.include(lostOutput("ENOSPC").says, "no space is left on the disk")
  })
})
