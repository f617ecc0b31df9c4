/** What a tiny network is trained to on one backend, to be compared with another's. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as TensorBackend from "../src/backend/TensorBackend.ts"
import * as Outputs from "../src/model/outputs.ts"
import { network } from "../src/network/spec.ts"
import { trainingConfig } from "../src/train/config.ts"
import * as Trainer from "../src/train/Trainer.ts"
import { digitItems } from "./digits.ts"

const spec = network({ kind: "resnet", width: 4, stem: "3x3-pool" })
const by = trainingConfig({ optimizer: { kind: "sgd" }, rate: 0.05, epochs: 1, batch: 8 })

/** The probabilities of a tiny network, with a pool and with strides, trained on a backend. */
export const trainedOn = (layer: typeof TensorBackend.wasm) =>
  Effect.gen(function*() {
    const { labeled } = yield* digitItems(8, true)
    const model = yield* Trainer.Trainer.use((trainer) => trainer.fit(spec, labeled, by, { seed: 1 }))
    return Array.from((yield* Outputs.probability(model, labeled.items)).data)
  }).pipe(Effect.scoped, Effect.provide(Trainer.layer.pipe(Layer.provideMerge(layer)), { local: true }))
