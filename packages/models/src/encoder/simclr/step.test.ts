import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { noise } from "../../../test/gradients.ts"
import { load } from "../../backend/load.ts"
import { scoped } from "../../model/Model.ts"
import { build } from "../../network/build.ts"
import { initialize } from "../../network/initialize.ts"
import { network } from "../../network/spec.ts"
import { stepper } from "../../train/optimizer.ts"
import { projecting } from "./project.ts"
import { learnFrom } from "./step.ts"

const sgd = { kind: "sgd", momentum: 0.9, nesterov: false, weightDecay: 0 } as const

describe("a step", () => {
  it.effect("lowers the loss of its batch, moves the running statistics, and frees all but the loss", () =>
    Effect.gen(function*() {
      yield* load("wasm")
      const built = build(network({ kind: "resnet", width: 4 }), [8, 8, 1], 2), body = projecting(built.body!, 8)
      const model = yield* scoped(built, undefined, () => initialize(body.weights, Rng.fromSeed(1)))
      const made = stepper(sgd), values = noise(2 * 6 * 64, 3)
      const learning = {
        model,
        network: body,
        stepper: made,
        contrast: { anchors: "first", temperature: 0.5 } as const
      }
      const loss = () =>
        tf.tidy(() => learnFrom(learning, values, 6, 0.05).dataSync()[0]! as unknown as tf.TensorContainer)
      const mean = Array.from(model.weights.get("stem.norm.mean")!.dataSync())
      const first = loss() as unknown as number, held = tf.memory().numTensors
      const losses = Array.from({ length: 15 }, () => loss() as unknown as number)
      assert.closeTo(first, Math.log(11), 1.5)
      assert.isBelow(losses.at(-1)!, first / 2)
      assert.notDeepEqual(Array.from(model.weights.get("stem.norm.mean")!.dataSync()), mean)
      assert.strictEqual(tf.memory().numTensors, held)
      made.dispose()
    }).pipe(Effect.scoped))
})
