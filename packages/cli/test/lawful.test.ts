import { describe, it } from "@effect/vitest"
import { type Learner, Learner as LearnerTag, Oracle } from "@marginalia/core"
import { costly, knownLabels, noisyLabels } from "@marginalia/experiments/oracles"
import {
  fitPca,
  fitStandardize,
  flat,
  modelEncoder,
  pcaEncoder,
  raw,
  standardizeEncoder
} from "@marginalia/models/encoders"
import { learner, network, TensorBackend, Trainer, trainingConfigs } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { lawful, type LawfulOptions, type Subject } from "../../testkit/src/index.ts"

const tried = (subject: Subject, options: LawfulOptions = {}) =>
  Effect.forEach(lawful(subject, { numRuns: 10, ...options }), ({ run }) => Effect.promise(run), { discard: true })

const rows = 12
const items = {
  data: Float32Array.from({ length: rows * 4 }, (_, i) => ((i * 7919) % 101) / 101),
  rows,
  shape: [4] as const
}
const labels = Int32Array.from({ length: rows }, (_, i) => i % 3)

describe("what we have keeps the laws", () => {
  it.effect("raw, standardize and pca", () =>
    Effect.gen(function*() {
      yield* tried(raw)
      yield* tried(raw, { asked: { shape: [2, 3, 1] } })
      yield* tried(standardizeEncoder(fitStandardize(flat(items))))
      yield* tried(pcaEncoder(yield* fitPca(flat(items), { components: 3 })))
    }))

  it.effect("known, noisy and costly oracles", () =>
    Effect.gen(function*() {
      const confusion = [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]]
      const declined = Int32Array.from(labels, (label, i) => i % 5 === 4 ? -1 : label)
      for (
        const layer of [
          knownLabels(declined),
          noisyLabels({ labels: declined, confusion, seed: 3 }),
          costly(knownLabels(declined), { perClass: [1, 2, 5] })
        ]
      ) {
        yield* Effect.flatMap(Oracle, (service) => tried(service)).pipe(Effect.provide(layer))
      }
    }))

  const small = { ...trainingConfigs.supclustLinear, epochs: 3 }

  it.live(
    "learners on a linear and a hidden layer, their classifiers, and the features of their models",
    () =>
      Effect.gen(function*() {
        for (const spec of [network({ kind: "linear" }), network({ kind: "mlp", hidden: [5], dropout: 0.5 })]) {
          const layer = learner(spec, { pool: items, test: { items, labels }, classes: 3 }, small)
          yield* Effect.gen(function*() {
            const service: Learner["Service"] = yield* LearnerTag
            yield* tried(service, { numRuns: 3 })
            const set = {
              round: 0,
              seed: 1,
              positions: Uint32Array.of(0, 1, 2),
              labels: Int32Array.of(0, 1, 2),
              pseudo: []
            }
            const { classifier } = yield* service.fit(set)
            yield* tried(classifier, { numRuns: 2 })
            const trainer = yield* Trainer.Trainer
            const model = yield* trainer.fit(
              spec,
              { items, at: Uint32Array.from(labels.keys()), labels, classes: 3 },
              small,
              { seed: 1 }
            )
            yield* tried(yield* modelEncoder(model), { numRuns: 3 })
          }).pipe(
            Effect.scoped,
            Effect.provide(layer.pipe(Layer.provideMerge(Trainer.layer), Layer.provideMerge(TensorBackend.cpu)))
          ) as Effect.Effect<void, unknown, Scope.Scope>
        }
      }),
    60_000
  )
})
