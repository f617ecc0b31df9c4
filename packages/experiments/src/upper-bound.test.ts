import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { scratchIn } from "@marginalia/datasets/scratch-scope"
import * as Effect from "effect/Effect"
import { unitOf } from "../test/unit.ts"
import { openData } from "./data/load.ts"
import { readRegistry } from "./engine/registry.ts"
import { upperBoundOf } from "./upper-bound.ts"

const named = (text: string) => unitOf({ strategy: { name: text, text }, rounds: 2 })

const bound = (units: ReadonlyArray<ReturnType<typeof unitOf>>) =>
  Effect.gen(function*() {
    const { registry } = yield* readRegistry([])
    const data = yield* openData(unitOf({}).data).pipe(scratchIn(yield* Effect.scope))
    return yield* upperBoundOf(units, data, registry)
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

describe("the upper bound of an experiment's strategies", () => {
  it.live("is at least each of them in the first round, and says whose batches it took", () =>
    Effect.gen(function*() {
      const both = yield* bound([named("random"), named("kcenter")])
      const alone = yield* Effect.forEach(["random", "kcenter"], (text) => bound([named(text)]))
      const first = alone.map(([round]) => round!.metrics.accuracy)
      assert.strictEqual(both[0]!.metrics.accuracy, Math.max(...first))
      assert.strictEqual(both[0]!.strategy, first[1]! > first[0]! ? "kcenter" : "random")
      assert.deepStrictEqual(both.map(({ labeled }) => labeled), [10, 20])
    }), 60_000)

  it.effect("is refused of units that differ in more than their strategies, and of none", () =>
    Effect.gen(function*() {
      const of = (units: Parameters<typeof bound>[0]) => Effect.map(Effect.flip(bound(units)), ({ message }) => message)
      assert.match(yield* of([]), /no upper bound of no units; give units of one data set with classes/)
      assert.match(yield* of([named("random"), { ...named("kcenter"), seed: 1 }]), /no upper bound of kcenter/)
      const initial = { kind: "random", items: 5 } as const
      assert.match(yield* of([{ ...named("random"), initial }]), /no upper bound of random/)
    }))
})
