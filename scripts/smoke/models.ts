/** A program that has `@marginalia/models`: a small classifier, trained here on the processor. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Matrix } from "@marginalia/core"
import { fromMatrix, network, outputs, TensorBackend, Trainer, trainingConfigs } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const rows = Array.from({ length: 40 }, (_, i) => [i % 2 === 0 ? 1 : -1, i / 40])
const items = fromMatrix(Matrix.fromRows(rows))
const labels = Int32Array.from(rows, (_, i) => i % 2)
const program = Effect.gen(function*() {
  const trainer = yield* Trainer.Trainer
  const at = Uint32Array.from(rows, (_, i) => i)
  const data = { items, at, labels, classes: 2 }
  const model = yield* trainer.fit(
    network({ kind: "linear" }),
    data,
    { ...trainingConfigs.supclustLinear, epochs: 20 },
    {
      seed: 1
    }
  )
  return yield* outputs.probability(model, items)
})
const backend = Trainer.layer.pipe(Layer.provide(TensorBackend.cpu))
const found = await Effect.runPromise(
  program.pipe(Effect.scoped, Effect.provide([backend, NodeServices.layer]))
)
console.log(found.rows, found.cols, (found.data[0] ?? 0) > (found.data[1] ?? 0))
// => 40 2 true
