import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Malformed } from "../files/errors.ts"
import { printLabelSet, readLabelSet } from "./label-set.ts"

describe("readLabelSet", () => {
  it("takes semicolons or a JSON list, trims, and puts names in the order of classes, each once", () => {
    assert.deepStrictEqual(readLabelSet(" dog ;cat;dog"), ["cat", "dog"])
    assert.deepStrictEqual(readLabelSet("[\"b;c\", \"a\", 3]"), ["3", "a", "b;c"])
    assert.deepStrictEqual(readLabelSet("10;9"), ["9", "10"])
    assert.deepStrictEqual(readLabelSet("one"), ["one"])
  })

  it("knows the set of none", () => {
    for (const text of [";", "[]", "", " ; ;"]) assert.deepStrictEqual(readLabelSet(text), [])
  })

  it("refuses what begins like a list and is none", () => {
    for (const text of ["[a", "[1, null]", "[{}]"]) assert.throws(() => readLabelSet(text), Malformed, /JSON list/)
  })

  test.prop([fc.array(fc.string({ unit: fc.constantFrom("a", "b", ";", "[", "1", "\"") }).map((s) => s.trim()))])(
    "reads back what is printed",
    (names) => {
      const set = readLabelSet(JSON.stringify(names.filter((name) => name !== "")))
      assert.deepStrictEqual(readLabelSet(printLabelSet(set)), set)
    }
  )
})
