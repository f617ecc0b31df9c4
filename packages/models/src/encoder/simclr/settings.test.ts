import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { network } from "../../network/spec.ts"
import * as trainingConfigs from "../../train/configs.ts"
import { networksOf, type Options, settingsOf } from "./settings.ts"
import { views } from "./views.ts"

const images = { data: new Uint8Array(3 * 64), rows: 3, shape: [8, 8, 1] as const }
const resnet = network({ kind: "resnet", width: 4 })

const refusal = (options: Partial<Options>, on: Parameters<typeof networksOf>[0] = images) =>
  networksOf(on, settingsOf({ network: resnet, seed: 1, ...options })).pipe(
    Effect.flip,
    Effect.map(({ message }) => message)
  )

describe("settings", () => {
  it("are those of the code that SUPClust follows", () => {
    assert.deepStrictEqual(settingsOf({ network: resnet, seed: 1 }), {
      network: resnet,
      seed: 1,
      training: trainingConfigs.simclr,
      views: views(),
      contrast: { temperature: 0.1, anchors: "first" },
      projection: 128
    })
    assert.deepStrictEqual(views(), {
      area: 0.2,
      flip: true,
      jitter: 0.8,
      brightness: 0.4,
      contrast: 0.4,
      saturation: 0.4,
      hue: 0.1,
      gray: 0.2
    })
  })

  it.effect("give an encoder, and a network of its body and a projection", () =>
    Effect.gen(function*() {
      const { built, network } = yield* networksOf(images, settingsOf({ network: resnet, seed: 1, projection: 5 }))
      assert.deepStrictEqual(built.body!.output, [32])
      assert.deepStrictEqual(network.output, [5])
      assert.deepStrictEqual(network.weights.slice(0, -4), built.body!.weights)
    }))

  it.effect("that make no sense are refused", () =>
    Effect.gen(function*() {
      const training = { ...trainingConfigs.simclr, batch: 1 }
      assert.match(yield* refusal({}, { ...images, rows: 1 }), /there are 1 images/)
      assert.match(yield* refusal({ training }), /take batches of 2 at least/)
      assert.match(yield* refusal({ temperature: 0 }), /the temperature must be above 0, not 0/)
      assert.match(yield* refusal({ temperature: NaN }), /not NaN/)
      assert.match(yield* refusal({ projection: 0 }), /1 number or more, not 0/)
      assert.match(yield* refusal({}, { ...images, shape: [64] }), /takes images, not vectors/)
      assert.match(yield* refusal({ network: network({ kind: "linear" }) }), /this network has no body to learn/)
      assert.match(
        yield* refusal({ network: network({ kind: "mlp", hidden: [] }) }),
        /this network has no body to learn/
      )
    }))
})
