import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { noise } from "../../test/gradients.ts"
import { runOnnx } from "../../test/run-onnx.ts"
import * as TensorBackend from "../backend/TensorBackend.ts"
import { build } from "../network/build.ts"
import { network } from "../network/spec.ts"
import { linearOnnx } from "./onnx.ts"
import * as Outputs from "./outputs.ts"
import { load, saveNumbers } from "./store.ts"

const heads = [{ kind: "learned" }, { kind: "max-separation", radius: 0.5 }] as const

const numbersOf = (head: (typeof heads)[number], classes: number) => {
  const built = build(network({ kind: "linear", head }), [4], classes)
  return {
    built,
    values: new Map(built.weights.map(({ name, shape }, i) => [name, noise(shape.reduce((a, b) => a * b, 1), i)]))
  }
}

describe("a linear model as ONNX", () => {
  it.live.each(heads)("says what the model says, with a head that is $kind", (head) =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem, folder = yield* fs.makeTempDirectoryScoped()
      for (const classes of [2, 5]) {
        const numbers = numbersOf(head, classes), data = noise(12, 9)
        yield* saveNumbers(numbers, folder)
        const model = yield* load(folder)
        const wanted = yield* Outputs.probability(model, { data, rows: 3, shape: [4] })
        const found = runOnnx(linearOnnx(numbers), { shape: [3, 4], data })
        assert.deepStrictEqual(found.shape, [3, classes])
        found.data.forEach((p, i) => assert.closeTo(p, wanted.data[i]!, 1e-5))
      }
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer), Effect.provide(TensorBackend.wasm, { local: true })))

  it("is refused of networks that are not linear, of images, and where numbers are missing", () => {
    const mlp = { built: build(network({ kind: "mlp" }), [4], 2), values: new Map() }
    assert.throws(() => linearOnnx(mlp), /mlp is no linear model of vectors/)
    const images = { built: build(network({ kind: "linear" }), [2, 2, 1], 2), values: new Map() }
    assert.throws(() => linearOnnx(images), /no linear model of vectors/)
    const { built } = numbersOf(heads[0], 2)
    assert.throws(() => linearOnnx({ built, values: new Map() }), /no numbers/)
    const sized = (weight: number, bias: number) =>
      new Map([["head.weight", noise(weight, 0)], ["head.bias", noise(bias, 0)]])
    assert.throws(() => linearOnnx({ built, values: sized(7, 2) }), /weight has 7 numbers, not 8/)
    assert.throws(() => linearOnnx({ built, values: sized(12, 3) }), /weight has 12 numbers, not 8/)
    assert.throws(() => linearOnnx({ built, values: sized(8, 3) }), /bias has 3 numbers, not 2/)
  })

  it.effect("numbers of another size are not written", () =>
    Effect.gen(function*() {
      const { built } = numbersOf(heads[0], 2)
      const exit = yield* Effect.exit(saveNumbers({ built, values: new Map([["head.weight", [1, 2]]]) }, "nowhere"))
      assert.match(String(exit), /head.weight has 2 numbers, not 8/)
    }).pipe(Effect.provide(NodeServices.layer)))
})
