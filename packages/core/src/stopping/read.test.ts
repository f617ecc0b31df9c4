import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { stopsAt } from "./criterion.ts"
import { read, readUnsafe, type Written } from "./read.ts"

const leaf = fc.constantFrom("budget(20)", "budget(40)", "cost(3.5)", "delta-f(0.01, rounds=2)")
const { tree } = fc.letrec<{ readonly tree: Written }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((all) => ({ all }))
  )
}))

describe("criteria that are written", () => {
  it("are any or all of several, in a text and in JSON", () => {
    const text = "any-of( budget(500) , all-of(delta-f,budget(100)))"
    const name = "any-of(budget(500), all-of(delta-f(0.005), budget(100)))"
    assert.strictEqual(readUnsafe(text).name, name)
    assert.strictEqual(readUnsafe({ any: ["budget(500)", { all: ["delta-f", "budget(100)"] }] }).name, name)
    assert.strictEqual(readUnsafe(["budget(500)", "all-of(delta-f, budget(100))"]).name, name)
    assert.strictEqual(readUnsafe("any-of(budget(5))").name, "budget(5)")
  })

  it("say stop when any, or when all do", () => {
    const rounds = [10, 20, 30].map((labeled, i) => ({
      labeled,
      cost: 10 - i,
      poolPredictions: [0],
      uncertainty: Number.NaN,
      metrics: { accuracy: 0.5 }
    }))
    assert.strictEqual(stopsAt(readUnsafe("any-of(budget(20), cost(27))"), rounds), 1)
    assert.strictEqual(stopsAt(readUnsafe("all-of(budget(20), cost(27))"), rounds), 2)
  })

  prop.prop([tree])("are read again from their names", (written) => {
    const { name } = readUnsafe(written)
    assert.strictEqual(readUnsafe(name).name, name)
  })

  it.effect("are refused where there are none of that name, no options of that kind, or none at all", () =>
    Effect.gen(function*() {
      const message = (written: unknown) =>
        Effect.map(Effect.flip(read(written as Written)), (error) => `${error._tag}: ${error.message}`)
      assert.match(yield* message("bugdet(5)"), /InvalidName: .*Did you mean "budget"/)
      assert.match(yield* message("any-of(budget(5), kappa)"), /InvalidName: .*"kappa"/)
      assert.match(yield* message("budget(0)"), /InvalidOptions/)
      assert.match(yield* message("any-of()"), /InvalidOptions: stop: there are no criteria; give at least one/)
      assert.match(yield* message([]), /give at least one/)
      assert.match(yield* message({ any: ["budget(5)"], all: [] }), /criteria takes a text, a list/)
      assert.match(yield* message("any-of(budget(5)"), /cannot be read/)
    }))
})
