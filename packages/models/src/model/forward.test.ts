import { assert, describe, it } from "@effect/vitest"
import * as Simplex from "@marginalia/core/Simplex"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { drawWeights, noise, runOf } from "../../test/gradients.ts"
import { load } from "../backend/load.ts"
import { build, type Built } from "../network/build.ts"
import { network } from "../network/spec.ts"
import { forward } from "./forward.ts"
import { crossEntropy } from "./loss.ts"

const labels = Int32Array.of(0, 2, 1, 1)

const lossOf = (logits: Float32Array): number =>
  tf.tidy(() => crossEntropy(tf.tensor2d(logits, [4, 3]), labels).report.dataSync()[0]!)

const layerOf = ({ weights }: Built) => ({ weights }) as unknown as Parameters<typeof runOf>[0]

/** The loss of a whole network, and its gradients by the weights. */
const whole = (built: Built, values: Map<string, Float32Array>) =>
  tf.tidy(() => {
    const run = runOf(layerOf(built), values, "train")
    const { back, logits } = forward(built, tf.tensor(noise(24, 2), [4, 6]), run)
    const { gradient, report } = crossEntropy(logits, labels)
    back(gradient)
    const gradients = new Map([...run.gradients].map(([name, t]) => [name, t.dataSync() as Float32Array]))
    return { loss: report.dataSync()[0]!, gradients } as unknown as tf.TensorContainer
  }) as unknown as { readonly loss: number; readonly gradients: Map<string, Float32Array> }

describe.each(["cpu", "wasm"] as const)("on %s", (backend) => {
  it.effect("the cross-entropy is the mean of −log p, and counts what is right", () =>
    Effect.gen(function*() {
      yield* load(backend)
      const logits = [[1, 2, 0], [0, 0, Math.log(2)], [500, -500, 0], [3, 3, 3]]
      const [loss, right] = tf.tidy(() => Array.from(crossEntropy(tf.tensor2d(logits), labels).report.dataSync()))
      const first = Math.log(Math.exp(1) + Math.exp(2) + 1) - 1
      assert.closeTo(loss!, (first + Math.log(2) + 1000 + Math.log(3)) / 4, 1e-4)
      assert.strictEqual(right, 1)
    }))

  it.effect("its gradient is that of finite differences", () =>
    Effect.gen(function*() {
      yield* load(backend)
      const logits = noise(12, 1)
      const found = tf.tidy(() => crossEntropy(tf.tensor2d(logits, [4, 3]), labels).gradient.dataSync())
      for (let i = 0; i < 12; i++) {
        const up = lossOf(logits.with(i, logits[i]! + 0.01)), down = lossOf(logits.with(i, logits[i]! - 0.01))
        assert.closeTo(found[i]!, (up - down) / 0.02, 1e-4)
      }
    }))

  it.effect.each(["learned", "max-separation"] as const)(
    "a network with a %s head has the gradients of finite differences",
    (kind) =>
      Effect.gen(function*() {
        yield* load(backend)
        const head = kind === "learned" ? { kind } : { kind, radius: 0.7 }
        const built = build(network({ kind: "mlp", hidden: [5], head }), [6], 3)
        const values = drawWeights({ weights: built.weights } as unknown as Parameters<typeof drawWeights>[0], 8)
        const { gradients } = whole(built, values)
        for (const { name } of built.weights) {
          const weight = values.get(name)!
          for (let i = 0; i < weight.length; i++) {
            const middle = weight[i]!
            weight[i] = middle + 0.002
            const up = whole(built, values).loss
            weight[i] = middle - 0.002
            const down = whole(built, values).loss
            weight[i] = middle
            assert.closeTo(gradients.get(name)![i]!, (up - down) / 0.004, 3e-3, `${name}[${i}]`)
          }
        }
      })
  )
})

describe("the fixed head", () => {
  it.effect("gives logits ρ P Φ without normalizing Φ", () =>
    Effect.gen(function*() {
      yield* load("cpu")
      const built = build(network({ kind: "linear", head: { kind: "max-separation", radius: 0.1 } }), [6], 3)
      tf.tidy(() => {
        const values = drawWeights({ weights: built.weights } as unknown as Parameters<typeof drawWeights>[0], 8)
        const { last, logits } = forward(
          built,
          tf.tensor(noise(6, 2), [1, 6]),
          runOf(layerOf(built), values, "predict")
        )
        const phi = last.dataSync(), found = logits.dataSync(), p = Simplex.make(3)
        for (let c = 0; c < 3; c++) {
          assert.closeTo(found[c]!, 0.1 * (p.data[2 * c]! * phi[0]! + p.data[2 * c + 1]! * phi[1]!), 1e-6)
        }
      })
    }))
})
