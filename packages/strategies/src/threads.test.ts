import { afterAll, assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import { Kernels, Query, Strategy } from "@marginalia/core"
import { Kernels as Threaded } from "@marginalia/core/node"
import { check, queryArb, type QueryOptions, strategyLaws } from "@marginalia/testkit"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { runs } from "../../core/test/runs.ts"
import { registry } from "./registry.ts"

const threads = strategyLaws.find(({ id }) => id === "threads")!

/** All but the name that two methods go by, which is refused. */
const strategies = [...registry.strategy.keys()].filter((name) => name !== "dbal")
  .map((name) => [name, Strategy.readUnsafe(name, registry)] as const)

/** Pools of several blocks; one column would be refused by those that normalize. */
const queries = (strategy: Strategy.Any): QueryOptions => ({
  columns: [...Strategy.needs(strategy)],
  cols: [2, 3, 5],
  minSize: 30,
  maxSize: 150
})

/** With fewer outcomes, or batches, than by default: with those they take ten times as long as all others together. */
const small = new Map([["batchbald", "batchbald(samples=64)"], ["refine", "refine(depth=2, batches=5)"]])

const cut = strategies.map(([name, strategy]) =>
  [name, small.has(name) ? Strategy.readUnsafe(small.get(name)!, registry) : strategy] as const
)

describe("however the work of a strategy is cut, the same answer", () => {
  it.each(cut)("%s", (_, strategy) => check(threads, strategy, { query: queries(strategy), numRuns: runs(8) }).run())
})

describe("on threads, the same answer", () => {
  const scope = Scope.makeUnsafe()
  afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

  /** Everything is handed over, in small pieces. */
  const settings = {
    small: 1,
    budget: 2 ** 12,
    summed: 8,
    cached: 256,
    streamed: 256,
    batch: 512,
    listed: 1,
    staged: 16
  }
  const crews = [1, 3, 8].map((n) => Effect.runSync(Scope.provide(Threaded.make({ threads: n, settings }), scope)))

  for (const [name, strategy] of cut) {
    test.prop([queryArb(queries(strategy))], { numRuns: 1 })(name, async (input) => {
      const answers: Array<unknown> = []
      for (const crew of [Kernels.make(), ...crews]) {
        const query = Query.makeUnsafe(input) as Query.Any
        const asked = Strategy.runAny(strategy, query).pipe(Effect.provideService(Kernels.Kernels, crew))
        const { picks, positions, scores } = await Effect.runPromise(asked)
        answers.push({ picks, positions, scores })
      }
      for (const answer of answers) assert.deepStrictEqual(answer, answers[0])
    })
  }
})
