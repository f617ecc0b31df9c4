import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import { embedding, plan, truth } from "../../test/experiment.ts"
import { nearestMean } from "../../test/nearest-mean.ts"
import * as Experiment from "../Experiment.ts"
import { Oracle } from "../Oracle.ts"
import { counters } from "./telemetry.ts"

describe("an experiment in a tracer", () => {
  it.effect("is a span a round with its parts below, and counts", () =>
    Effect.gen(function*() {
      const spans: Array<Tracer.NativeSpan> = []
      const tracer = Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          spans.push(span)
          return span
        }
      })
      const read = Effect.all(Object.values(counters).map((counter) => Metric.value(counter)))
      const before = yield* read
      const shy = Layer.succeed(Oracle, {
        label: ({ positions }) =>
          Effect.succeed({ labels: Array.from(positions, (i, n) => n === 0 ? null : truth[i]!) })
      })
      yield* Stream.runDrain(Experiment.rounds({ ...plan, rounds: 2, initial: [1, 2] })).pipe(
        Effect.provide(Layer.mergeAll(nearestMean(embedding, truth, 3), shy), { local: true }),
        Effect.withTracer(tracer)
      )
      const fieldsOf = (name: string) =>
        spans.filter((span) => span.name === name).map(({ attributes }) => Object.fromEntries(attributes))
      const plain = { "marginalia.strategy": "uncertain", "marginalia.budget": 4, "marginalia.seed": 7 }
      assert.deepStrictEqual(
        fieldsOf("Experiment.round"),
        [0, 1, 4].map((labeled, round) => ({ "marginalia.round": round, ...plain, "marginalia.labeled": labeled }))
      )
      const below = (parent: Tracer.NativeSpan) =>
        spans.filter((span) => Option.getOrUndefined(span.parent) === parent).map(({ name }) => name)
      const parts = ["choose", "ask", "train", "evaluate"].map((part) => `Experiment.${part}`)
      const rounds = spans.filter(({ name }) => name === "Experiment.round")
      assert.deepStrictEqual(rounds.map(below), [parts, parts, parts])
      assert.deepStrictEqual(fieldsOf("Experiment.ask")[1], {
        "marginalia.round": 1,
        "marginalia.asked": 4,
        "marginalia.declined": 1
      })
      const added = (yield* read).map(({ count }, i) => count - before[i]!.count)
      assert.deepStrictEqual(Object.fromEntries(Object.keys(counters).map((name, i) => [name, added[i]])), {
        rounds: 3,
        picks: 8,
        asked: 10,
        labels: 7,
        declined: 3,
        trainings: 3
      })
    }))
})
