import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { shared } from "../../../programs/page/state/shared.ts"

const json = fc.jsonValue({ maxDepth: 3 })

describe("what is told again", () => {
  it("is the very same where it says the same", () => {
    const before = {
      counts: { open: 3, labeled: 1 },
      classes: [{ id: 0, name: "cat" }, { id: 1, name: "dog" }],
      model: null
    }
    const after = {
      counts: { open: 2, labeled: 2 },
      classes: [{ id: 0, name: "cat" }, { id: 1, name: "fox" }],
      model: null
    }
    const found = shared(before, after)
    assert.deepStrictEqual(found, after)
    assert.strictEqual(found.classes[0], before.classes[0])
    assert.notStrictEqual(found.classes, before.classes)
    assert.strictEqual(shared(before, structuredClone(before)), before)
  })

  it("is not what it was where less is told, or another kind", () => {
    assert.deepStrictEqual<unknown>(shared({ a: 1, b: 2 }, { a: 1 }), { a: 1 })
    assert.deepStrictEqual<unknown>(shared([1, 2], [1]), [1])
    assert.deepStrictEqual<unknown>(shared([1], { 0: 1 }), { 0: 1 })
    assert.deepStrictEqual<unknown>(shared({ a: 1 }, { b: undefined }), { b: undefined })
    assert.isNull(shared({ a: 1 }, null))
  })

  test.prop([json, json])("says what is told last, whatever was before", (before, after) => {
    assert.deepStrictEqual(shared(before, after), after)
    assert.strictEqual(shared(before, structuredClone(before)), before)
  })
})
