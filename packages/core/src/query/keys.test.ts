import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { refused } from "../../test/refused.ts"
import { declareColumn, mention } from "../declareColumn.ts"
import type { InvalidQuery } from "../Errors.ts"
import { fromRows } from "../Matrix.ts"
import * as Pool from "../Pool.ts"
import * as Query from "../Query.ts"
import { QUERY_SETTINGS } from "./names.ts"

const embedding = fromRows([[0, 1], [2, 3], [4, 5]])
const good = { embedding, budget: 1, seed: 0 }

const keyOf = ({ reason }: InvalidQuery) => "key" in reason ? reason.key : undefined
const meant = ({ reason }: InvalidQuery) => "suggestion" in reason ? reason.suggestion : undefined

describe("a key that a query does not have", () => {
  it.each([
    ["labelled", [0], "labeled"],
    ["candidate", [1], "candidates"],
    ["Labeled", [0], "labeled"],
    ["label", [0], "labels"],
    ["buget", 3, "budget"],
    ["sead", 3, "seed"],
    ["embeddings", embedding, "embedding"],
    ["probabilities", embedding, "probability"],
    ["transfers", ["embedding"], "transfer"],
    ["class", 3, "classes"]
  ])("%s is refused, with what was meant", (key, value, suggestion) => {
    const error = refused(() => Query.makeUnsafe({ ...good, [key]: value } as Query.Input))
    assert.deepStrictEqual([error.reason._tag, keyOf(error), meant(error)], ["UnknownKey", key, suggestion])
    assert.include(error.message, `a query has no key "${key}"; did you mean ${suggestion}?`)
  })

  it("is refused where nothing is near, with what there is", () => {
    const error = refused(() => Query.makeUnsafe({ ...good, zzzzzzzz: 1 } as Query.Input))
    assert.isUndefined(meant(error))
    assert.include(error.message, `it takes ${QUERY_SETTINGS.join(", ")}, the columns embedding`)
  })

  it("is seen where it is inherited, undefined, named like a method, or a prototype's", () => {
    const keys = (input: object) => keyOf(refused(() => Query.makeUnsafe(input as Query.Input)))
    assert.strictEqual(keys(Object.assign(Object.create({ labelled: [0] }) as object, good)), "labelled")
    assert.strictEqual(keys({ ...good, labelled: undefined }), "labelled")
    assert.strictEqual(keys({ ...good, constructor: 1 }), "constructor")
    assert.strictEqual(keys({ ...good, ...JSON.parse(`{"__proto__x":1}`) as object }), "__proto__x")
  })

  it("settings that are inherited count", () => {
    const query = Query.makeUnsafe(Object.assign(Object.create({ labeled: [1] }) as object, good) as Query.Input)
    assert.deepStrictEqual([...query.labeled], [1])
  })

  test.prop([fc.string({ minLength: 1 })])("any other text is refused, in a query and in a pool", (key) => {
    fc.pre(!QUERY_SETTINGS.includes(key) && !Object.hasOwn(good, key))
    fc.pre(!["probability", "passes", "feature", "projection", "prototype", "gradient", "cluster"].includes(key))
    fc.pre(key !== "__proto__")
    assert.strictEqual(keyOf(refused(() => Query.makeUnsafe({ ...good, [key]: 1 } as Query.Input))), key)
    assert.strictEqual(keyOf(refused(() => Pool.makeUnsafe({ embedding, [key]: 1 } as Pool.Input))), key)
  })

  it("is refused of a pool, which has no budget", () => {
    assert.include(refused(() => Pool.makeUnsafe(good as Pool.Input)).message, `a pool has no key "budget"`)
  })
})

describe("a column of one's own", () => {
  it("is known once a part speaks of it", () => {
    const given = { ...good, mood: [1, 2, 3] } as Query.Input
    assert.strictEqual(keyOf(refused(() => Query.makeUnsafe(given))), "mood")
    mention(["mood"])
    assert.property(Query.makeUnsafe(given).columns, "mood")
    assert.strictEqual(meant(refused(() => Query.makeUnsafe({ ...good, moods: 1 } as Query.Input))), "mood")
  })

  it("has a value an item, unless it is said to be another thing", () => {
    mention(["height"])
    const given = { ...good, height: Float64Array.of(1, 2) } as Query.Input
    const { message, reason } = refused(() => Query.makeUnsafe(given))
    assert.deepStrictEqual<unknown>(reason, { _tag: "Shape", column: "height", value: 2, expected: "3 values" })
    assert.match(message, /^height has 2 values and the pool has 3 items; give one an item, in pool order/)
    const rows = refused(() => Query.makeUnsafe({ ...good, height: [fromRows([[1]])] } as Query.Input))
    assert.match(rows.message, /^height\[0\] has 1 rows and the pool has 3 items/)
    declareColumn("height" as never, { perItem: false })
    assert.property(Query.makeUnsafe(given).columns, "height")
  })

  it("is checked by its own check", () => {
    declareColumn("age" as never, {
      check: (value) => value instanceof Float64Array ? undefined : "give a Float64Array"
    })
    assert.strictEqual(
      refused(() => Query.makeUnsafe({ ...good, age: "old" } as Query.Input)).message,
      "age: give a Float64Array"
    )
    assert.strictEqual(
      refused(() => Query.makeUnsafe({ ...good, age: null } as unknown as Query.Input)).reason._tag,
      "Kind"
    )
  })

  it("has a name of its own", () => {
    assert.throws(() => declareColumn("embedding"), `"embedding" is a column of the library; choose another name`)
    assert.throws(() => declareColumn("seed" as never), `"seed" is a setting of a query; choose another name`)
  })
})
