import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Change, clashIn, vocabularyOf } from "./vocabulary.ts"

const names = (changes: ReadonlyArray<Change>, from = ["cat", "dog"]) =>
  vocabularyOf(from, changes).classes.map(({ id, key, name }) => `${id} ${name} ${key ?? "-"}`)

describe("vocabularyOf", () => {
  it("adds, renames, merges and binds keys", () => {
    const added: Change = { _tag: "ClassAdded", id: 2, name: "fox" }
    assert.deepStrictEqual(names([added]), ["0 cat 1", "1 dog 2", "2 fox 3"])
    assert.deepStrictEqual(names([added, { _tag: "ClassRenamed", id: 1, name: "hound" }]), [
      "0 cat 1",
      "1 hound 2",
      "2 fox 3"
    ])
    const merged = vocabularyOf(["cat", "dog"], [added, { _tag: "ClassesMerged", from: 0, into: 2 }])
    assert.deepStrictEqual(merged.classes.map(({ id }) => id), [1, 2])
    assert.deepStrictEqual([0, 1, 2, 3].map(merged.resolve), [2, 1, 2, -1])
    assert.deepStrictEqual(merged.given, [0, 1, 2])
    assert.strictEqual(merged.next, 3)
  })

  it("gives a key to one class, and the free digits to the rest", () => {
    assert.deepStrictEqual(names([{ _tag: "KeyBound", id: 1, key: "1" }]), ["0 cat 2", "1 dog 1"])
    assert.deepStrictEqual(names([{ _tag: "KeyBound", id: 0, key: null }]), ["0 cat -", "1 dog 1"])
    const twice: ReadonlyArray<Change> = [
      { _tag: "KeyBound", id: 0, key: "q" },
      { _tag: "KeyBound", id: 1, key: "q" }
    ]
    assert.deepStrictEqual(names(twice), ["0 cat -", "1 dog q"])
    const eleven = Array.from({ length: 11 }, (_, i) => `c${i}`)
    assert.strictEqual(vocabularyOf(eleven, []).classes.map(({ key }) => key ?? "-").join(""), "1234567890-")
  })

  it("never gives a number twice, whatever was taken back", () => {
    assert.strictEqual(vocabularyOf(["cat"], [], 5).next, 5)
    assert.strictEqual(clashIn(vocabularyOf(["a", "b"], [{ _tag: "ClassRenamed", id: 1, name: "a" }])), "a")
    assert.isUndefined(clashIn(vocabularyOf(["a", "b"], [])))
  })

  const id = fc.nat({ max: 5 })
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ _tag: fc.constant("ClassAdded" as const), id, name: fc.constantFrom("a", "b", "c") }),
    fc.record({ _tag: fc.constant("ClassesMerged" as const), from: id, into: id }),
    fc.record({ _tag: fc.constant("KeyBound" as const), id, key: fc.constantFrom("1", "q", null) })
  )

  test.prop([fc.array(change, { maxLength: 12 })])(
    "resolves to a class that there is or to none, once and for all; no two classes share a key",
    (changes) => {
      const { classes, resolve } = vocabularyOf(["x", "y"], changes)
      const ids = classes.map((one) => one.id)
      for (let at = 0; at < 7; at++) {
        const found = resolve(at)
        if (ids.includes(at)) assert.strictEqual(found, at)
        if (found >= 0 && ids.length > 0) assert.strictEqual(resolve(found), found)
      }
      const keys = classes.flatMap(({ key }) => (key === undefined ? [] : [key]))
      assert.strictEqual(new Set(keys).size, keys.length)
    }
  )
})
