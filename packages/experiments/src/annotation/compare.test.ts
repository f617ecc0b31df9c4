import { assert, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import { fromMatrix, network, TensorBackend, Trainer, trainingConfig } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { compareAtCost, policies } from "./compare.ts"

/** Points on three spots, so far apart that a linear classifier tells them. */
const spots = (count: number, seed: number) => {
  const key = Rng.derive(Rng.fromSeed(seed), "spots"), labels = Int32Array.from({ length: count }, (_, i) => i % 3)
  const data = Float32Array.from({ length: 2 * count }, (_, at) => {
    const [x, y] = [[1, 0], [0, 1], [-1, -1]][(at >> 1) % 3]!
    return (at % 2 === 0 ? x! : y!) + 0.3 * (Rng.uniform(key, at) - 0.5)
  })
  return { items: fromMatrix({ data, rows: count, cols: 2 }), labels }
}

const layer = Trainer.layer.pipe(Layer.provideMerge(TensorBackend.cpu))

it.live("at equal cost a person's checks go where the labels are wrong", () =>
  Effect.gen(function*() {
    const pool = spots(60, 1), test = spots(30, 2)
    // Every fifth label of the model is wrong: twelve of sixty.
    const model = pool.labels.map((label, i) => i % 5 === 2 ? (label + 1) % 3 : label)
    const found = yield* compareAtCost({
      items: pool.items,
      test,
      classes: 3,
      person: pool.labels,
      model,
      cost: { person: 1, model: 0.1 },
      budget: 18,
      network: network({ kind: "linear" }),
      config: (labels) =>
        trainingConfig({ optimizer: { kind: "adam" }, rate: 0.05, epochs: Math.ceil(15 * 60 / labels), batch: 16 }),
      seed: 0,
      folds: 3,
      portions: 2
    })
    assert.deepStrictEqual(found.map(({ policy }) => policy), policies)
    const rows = found.map(({ asked, cost, labels, right }) => [labels, asked, cost, Math.round(60 * right)])
    const [person, alone, random, audit, activeLab] = rows
    assert.deepStrictEqual(person, [18, 18, 18, 60])
    assert.deepStrictEqual([alone![0], alone![1], alone![3]], [60, 0, 48])
    assert.closeTo(alone![2]!, 6, 1e-9)
    for (const row of [random, audit, activeLab]) assert.deepStrictEqual(row!.slice(0, 2), [60, 12])
    // Twelve checks mend all twelve where they go to what looks wrong, and a fifth of twelve at random.
    assert.isAtLeast(audit![3]!, 58)
    assert.isAtLeast(activeLab![3]!, 58)
    assert.isBelow(random![3]!, 56)
    for (const { accuracy } of found) assert.isAtLeast(accuracy, 0.8)
  }).pipe(Effect.provide(layer)), 60_000)
