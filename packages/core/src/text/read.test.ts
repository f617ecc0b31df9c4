import { describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { picks, query } from "../../test/queries.ts"
import { runs } from "../../test/runs.ts"
import { strategy } from "../../test/strategies.ts"
import { registry } from "../../test/toys.ts"
import * as Strategy from "../Strategy.ts"
import { textOf } from "./read.ts"

const read = (text: string) => Strategy.readUnsafe(text, registry)

const readJson = (json: unknown) => Effect.runSync(Strategy.readJson(json, registry))

describe("what is printed is read back", () => {
  test.prop([strategy])("as text: print, read, print is print", (one) => {
    assert.strictEqual(Strategy.text(read(Strategy.text(one))), Strategy.text(one))
    assert.strictEqual(Strategy.expanded(read(Strategy.expanded(one))), Strategy.expanded(one))
    assert.deepStrictEqual(Strategy.json(read(Strategy.text(one))), Strategy.json(one))
  })

  test.prop([strategy])("as JSON, through a file", (one) => {
    const json = Strategy.json(one)
    const back = readJson(JSON.parse(JSON.stringify(json)))
    assert.deepStrictEqual(Strategy.json(back), json)
    assert.strictEqual(Strategy.text(back), Strategy.text(one))
  })

  test.prop([strategy, query], { numRuns: runs(100) })(
    "and picks the same items, recipes written out too",
    (one, to) => {
      const chosen = picks(one, to)
      assert.deepStrictEqual(picks(read(Strategy.text(one)), to), chosen)
      assert.deepStrictEqual(picks(read(Strategy.expanded(one)), to), chosen)
      assert.deepStrictEqual(picks(readJson(Strategy.json(one)), to), chosen)
    }
  )

  test.prop([strategy, fc.nat(3)])("spaces do not matter", (one, n) => {
    const spaced = Strategy.text(one).replaceAll(" | ", `${" ".repeat(n)}|\n\t`)
    if (!Strategy.text(one).includes("\"")) assert.strictEqual(Strategy.text(read(spaced)), Strategy.text(one))
  })
})

describe("sizes, weights and quotas", () => {
  it.each(["subsample(64, best)", "mix(3: best, 2: subsample(7, best))"])(
    "%s comes back from JSON as it is",
    (text) => {
      assert.strictEqual(Strategy.text(read(text)), text)
      assert.strictEqual(Strategy.text(readJson(Strategy.json(read(text)))), text)
      assert.strictEqual(Strategy.text(read(textOf(Strategy.json(read(text))))), text)
    }
  )
})

describe("read", () => {
  it.effect("fails, and is no defect, on a text that cannot be read", () =>
    Effect.gen(function*() {
      assert.strictEqual(Strategy.text(yield* Strategy.read("best", registry)), "best")
      const error = yield* Effect.flip(Strategy.read("bets", registry))
      assert.strictEqual(error._tag, "UnreadableStrategy")
      assert.include(error.message, `Did you mean "best"?`)
    }))
})

describe("readJson", () => {
  it.effect("fails on what is no strategy", () =>
    Effect.gen(function*() {
      for (const json of [null, "best", {}, { mix: [{ weight: "1", strategy: {} }] }, { pipeline: [{ name: 3 }] }]) {
        assert.strictEqual((yield* Effect.flip(Strategy.readJson(json, registry)))._tag, "SchemaError")
      }
      const unknown = { recipe: { name: "bets", options: {} } }
      assert.strictEqual((yield* Effect.flip(Strategy.readJson(unknown, registry)))._tag, "UnreadableStrategy")
    }))

  it("takes options by name, in any order, and defaults for those left out", () => {
    const json = {
      pipeline: [{ name: "top", options: { ties: "seeded", score: { name: "coordinate", options: {} } } }]
    }
    assert.strictEqual(Strategy.text(readJson(json)), "top(coordinate(0), seeded)")
    assert.strictEqual(textOf(json), "top(ties=seeded, score=coordinate)")
  })
})
