import { assert, describe, it } from "vitest"
import * as Message from "../Message.ts"
import { PartFailed } from "./part-failed.ts"

describe("PartFailed", () => {
  it("says what is wrong, and has the fields of its reason", () => {
    const problem = Message.text`give ${Message.setting("classes")}`
    const error = new PartFailed({ part: "sup", problem, reason: "Classes", value: undefined, expected: "a number" })
    assert.deepStrictEqual([error.message, error.exitCode], ["sup: give `classes`", 1])
    assert.deepInclude(error, { reason: "Classes", value: undefined, expected: "a number" })
  })

  it("of another error keeps that, and what it says; one that is its own stays", () => {
    const cause = new RangeError("too much"), error = PartFailed.from("kmeans")(cause)
    assert.deepInclude(error, { part: "kmeans", problem: "too much", reason: "Failed", cause })
    assert.strictEqual(PartFailed.from("other")(error), error)
  })

  it("is a defect where the part's function threw, and else the input's", () => {
    const thrown = new PartFailed({ part: "p", problem: "no", reason: "Thrown", cause: 1 })
    assert.strictEqual(thrown.exitCode, 70)
  })

  it("is not made without the fields of its reason", () => {
    const fields = { part: "p", problem: "no" }
    // @ts-expect-error a reason is missing
    assert.isUndefined(new PartFailed(fields).reason)
    // @ts-expect-error a column that does not fit says what it is, and what would fit
    assert.isUndefined(new PartFailed({ ...fields, reason: "Column", column: "embedding" }).value)
  })
})
