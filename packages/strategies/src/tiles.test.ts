import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Kernels, type Matrix, Query, type Selection, Strategy } from "@marginalia/core"
import { queryArb } from "@marginalia/testkit"
import * as Effect from "effect/Effect"
import { lawRuns } from "../../core/test/runs.ts"
import { kernelsWith } from "../../core/test/set-kernels.ts"
import { tilesOf } from "../../core/test/tiles.ts"
import { registry } from "./registry.ts"

/** All but the name that two methods go by, and each once more over the embedding where it takes other vectors by default. */
const texts = [...registry.strategy.values()].filter(({ name }) => name !== "dbal").flatMap(({ name, options }) =>
  "space" in options.fields
    ? [name, `${name}(space=embedding)`]
    : name === "probcover"
    ? [name, "probcover(delta=0.4)"]
    : [name]
)

/** What takes all vectors otherwise, on a sample of the pool. */
const sampled = ["maxherding(reference=40)", "facility-location(reference=90)", "uherding(reference=40)"]

const strategies = [...texts, ...sampled].map((text) => [text, Strategy.readUnsafe(text, registry)] as const)
  .filter(([, strategy]) => Strategy.needs(strategy).has("embedding"))

const takesWhole = (strategy: Strategy.Any): boolean => Strategy.takingWhole(strategy, "embedding").length > 0
const overTiles = strategies.filter(([, strategy]) => !takesWhole(strategy))
const whole = strategies.filter(([, strategy]) => takesWhole(strategy))

/** What must not differ: without times, and how often a file was read. */
const told = ({ picks, scores, trace }: Selection) => ({
  picks,
  scores,
  trace: trace.map(({ candidates, notes, step }) => ({ step, candidates, notes: { ...notes, passes: 0 } }))
})

const queryOver = ({ embedding, ...rest }: Query.Input, tile: number): Query.Any => {
  const matrix = embedding as Matrix.Matrix, query = Query.makeUnsafe({ ...rest, size: matrix.rows } as Query.Input)
  return Query.overTiles(query, { embedding: tilesOf(matrix, tile) })
}

const run = (strategy: Strategy.Any, query: Query.Any, gathered: number) =>
  Effect.runPromise(
    Effect.match(Strategy.runAny(strategy, query), {
      onSuccess: told,
      onFailure: ({ _tag, message }) => ({ _tag, message })
    })
      .pipe(Effect.provideService(Kernels.Kernels, kernelsWith({ gathered })))
  )

describe("strategies over a pool in its file", () => {
  for (const [text, strategy] of overTiles) {
    const columns = [...Strategy.needs(strategy)]
    test.prop([
      // Sums are added block by block, of 256 rows: pools of one and of two.
      fc.oneof(
        queryArb({ columns, cols: [2, 3, 5], minSize: 30, maxSize: 120 }),
        queryArb({ columns, cols: [2, 3, 5], minSize: 250, maxSize: 300 })
      ),
      fc.constantFrom(1, 64, 256, 512),
      fc.constantFrom(0, 2e4, 2 ** 28)
    ], { numRuns: lawRuns(12) })(
      `${text}: picks, scores and trace of the pool in memory`,
      async (input, tile, gathered) => {
        const expected = await run(strategy, Query.makeUnsafe(input) as Query.Any, 2 ** 28)
        const found = await run(strategy, queryOver(input as Query.Input, tile), gathered)
        assert.deepStrictEqual(found, expected)
      }
    )
  }

  it.each(whole)("%s: refused before anything runs", async (_, strategy) => {
    const columns = [...Strategy.needs(strategy)]
    const [input] = fc.sample(queryArb({ columns, cols: [2], minSize: 5, maxSize: 9 }), 1)
    const found = await run(strategy, queryOver(input as Query.Input, 256), 2 ** 28)
    assert.propertyVal(found, "_tag", "MissingColumn")
  })

  it("are those that the page names", () => {
    assert.deepStrictEqual(whole.map(([text]) => text), [
      "maxherding",
      "facility-location",
      "bait(space=embedding)",
      "refine",
      "uherding"
    ])
  })
})
