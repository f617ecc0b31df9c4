import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Kernels, Matrix, Query, type Selection, Strategy } from "@marginalia/core"
import { queryArb, type QueryOptions } from "@marginalia/testkit"
import * as Effect from "effect/Effect"
import { asking, stand, ways } from "../../core/test/device.ts"
import { runs } from "../../core/test/runs.ts"
import { registry } from "./registry.ts"

/** Those whose work a device takes part in, whole. */
const strategies = ["typiclust", "supclust", "kcenter", "probcover(delta=0.4)", "probcover", "kmeans", "badge", "clue"]
  .map((text) => [text, Strategy.readUnsafe(text, registry)] as const)

const queries = (strategy: Strategy.Any): QueryOptions => ({
  columns: [...Strategy.needs(strategy)],
  cols: [2, 3, 5],
  minSize: 30,
  maxSize: 150
})

/** All that was found, times apart. */
const untimed = ({ trace, ...rest }: Selection) => ({
  ...rest,
  trace: trace.map((entry) => ({ ...entry, milliseconds: 0 }))
})

describe("with a device that is off by as much as it may be, the same picks, scores and trace", () => {
  for (const [name, strategy] of strategies) {
    test.prop([queryArb(queries(strategy)), fc.constantFrom(...ways), fc.nat()], { numRuns: runs(60) })(
      name,
      async (input, way, seed) => {
        const device = stand({ way, seed }), query = Query.makeUnsafe(input) as Query.Any
        const answers: Array<unknown> = []
        for (const kernels of [Kernels.make(), asking(device)]) {
          const asked = Strategy.runAny(strategy, query).pipe(Effect.provideService(Kernels.Kernels, kernels))
          answers.push(untimed(await Effect.runPromise(asked)))
        }
        assert.deepStrictEqual(answers[1], answers[0])
        assert.deepStrictEqual([device.holds(), device.refused], [0, []])
      }
    )
  }
})

describe("a device", () => {
  const rows = Array.from({ length: 60 }, (_, i) => [i % 7, i % 5 - 2, 1])

  it.each(["typiclust", "supclust", "kcenter", "probcover(delta=0.4)", "kmeans"])("is asked by %s", async (text) => {
    const device = stand({ way: "by chance" }), embedding = Matrix.fromRows(rows)
    const query = Query.makeUnsafe({ embedding, budget: 5, seed: 1 }) as Query.Any
    const asked = Strategy.runAny(Strategy.readUnsafe(text, registry), query)
    await Effect.runPromise(Effect.provideService(asked, Kernels.Kernels, asking(device)))
    assert.isAbove(device.shares.size, 0)
  })
})
