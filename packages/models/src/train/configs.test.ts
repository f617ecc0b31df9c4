import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { TrainingConfig, trainingConfig } from "./config.ts"
import * as trainingConfigs from "./configs.ts"

describe("the papers' training configurations", () => {
  it("SUPClust's is its Table 1", () => {
    const { optimizer, ...rest } = trainingConfigs.supclust
    assert.deepStrictEqual(optimizer, { kind: "sgd", momentum: 0.9, nesterov: true, weightDecay: 3e-4 })
    assert.deepStrictEqual(rest, {
      rate: 0.025,
      schedule: { kind: "cosine", floor: 0 },
      epochs: 200,
      batch: 100,
      dropLast: false,
      augment: { crop: 4, flip: true },
      start: "same"
    })
    assert.deepStrictEqual([trainingConfigs.supclustIsic.rate, trainingConfigs.supclustIsic.batch], [0.0125, 50])
  })

  it("MSAL's has its epochs by data set, and new weights every round", () => {
    assert.deepStrictEqual(Object.values(trainingConfigs.msal).map(({ epochs }) => epochs), [20, 20, 30, 40, 40])
    for (const { batch, optimizer, rate, schedule, start } of Object.values(trainingConfigs.msal)) {
      assert.deepStrictEqual([batch, optimizer.kind, rate, schedule.kind, start], [
        128,
        "adam",
        1e-3,
        "constant",
        "new"
      ])
    }
  })

  it("each survives JSON", () => {
    for (
      const value of [
        trainingConfigs.supclust,
        trainingConfigs.typiclustLinear,
        trainingConfigs.msal.cifar10,
        trainingConfigs.simclr
      ]
    ) {
      assert.deepStrictEqual(Schema.decodeUnknownSync(TrainingConfig)(JSON.parse(JSON.stringify(value))), value)
    }
  })

  it("refuses what makes no sense", () => {
    const good = { optimizer: { kind: "adam" as const }, rate: 0.1, epochs: 1, batch: 1 }
    assert.throws(() => trainingConfig({ ...good, rate: 0 }), /greater than 0/)
    assert.throws(() => trainingConfig({ ...good, epochs: 0 }), /greater than 0/)
  })
})
