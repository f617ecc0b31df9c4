import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import * as Agreement from "../Agreement.ts"
import { InvalidOptions, OutOfRange } from "../Errors.ts"
import { judge, stopsAt } from "./criterion.ts"
import { classificationChange, deltaF, stabilizingPredictions } from "./predictions.ts"

const rounds = (...predictions: ReadonlyArray<ReadonlyArray<number>>) =>
  predictions.map((poolPredictions) => ({ poolPredictions }))

const A = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], B = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]

describe("classification change", () => {
  it("is the share of the pool whose prediction changed", () => {
    const verdicts = judge(classificationChange(), rounds(A, B, B, A))
    assert.deepStrictEqual(verdicts.map(({ stop }) => stop), [false, false, true, false])
    assert.deepStrictEqual(verdicts.slice(1).map(({ value }) => value), [0.1, 0, 0.1])
    assert.isNaN(verdicts[0]!.value)
    assert.strictEqual(verdicts[0]!.reason, "there is no earlier model whose predictions could have changed")
    assert.strictEqual(verdicts[1]!.reason, "10 % of the predictions changed; at most 0 % counts as none")
  })

  it("takes a share that counts as none, the boundary included, and rounds in a row", () => {
    assert.strictEqual(stopsAt(classificationChange({ share: 0.1 }), rounds(A, B)), 1)
    assert.isUndefined(stopsAt(classificationChange({ share: 0.0999 }), rounds(A, B)))
    assert.strictEqual(stopsAt(classificationChange({ rounds: 2 }), rounds(A, A, B, B, B)), 4)
  })
})

describe("stabilizing predictions", () => {
  it("are kappas of the last models, three in a row at 0.99 by default", () => {
    const verdicts = judge(stabilizingPredictions(), rounds(A, B, B, B, B, A, A))
    assert.deepStrictEqual(verdicts.map(({ stop }) => stop), [false, false, false, false, true, false, false])
    assert.closeTo(verdicts[1]!.value, 0.8, 1e-12)
    assert.strictEqual(
      verdicts[3]!.reason,
      "kappa with the last model is 1; 0.99 or more counts as stable; 2 of 3 rounds in a row"
    )
    assert.strictEqual(stopsAt(stabilizingPredictions({ kappa: 0.79, rounds: 1 }), rounds(A, B)), 1)
    assert.isUndefined(stopsAt(stabilizingPredictions({ kappa: 0.81, rounds: 1 }), rounds(A, B)))
  })

  it("of models that give every item one class say nothing", () => {
    const verdicts = judge(stabilizingPredictions({ kappa: -1, rounds: 1 }), rounds([0, 0], [0, 0], [1, 1]))
    assert.deepStrictEqual(verdicts.map(({ stop }) => stop), [false, false, true])
    assert.isNaN(verdicts[1]!.value)
    assert.include(verdicts[1]!.reason, "the same class")
  })
})

describe("delta F", () => {
  it("is 1 − 2a / (2a + b + c) of a class, and their mean over classes", () => {
    const [, one] = judge(deltaF({ positive: 1 }), rounds(A, B)), [, all] = judge(deltaF(), rounds(A, B))
    assert.closeTo(one!.value, 1 - 10 / 11, 1e-12)
    assert.closeTo(all!.value, (1 - 10 / 11 + 1 - 8 / 9) / 2, 1e-12)
  })

  it("stops when F changes no more, three rounds in a row by default", () => {
    assert.strictEqual(stopsAt(deltaF(), rounds(A, B, B, B, B)), 4)
    assert.strictEqual(stopsAt(deltaF({ change: 0.1, positive: 1, rounds: 1 }), rounds(A, B)), 1)
    assert.isUndefined(stopsAt(deltaF({ change: 0.09, positive: 1, rounds: 1 }), rounds(A, B)))
  })

  it("of a class that no model gives is not known", () => {
    const [, verdict] = judge(deltaF({ positive: 2, change: 1, rounds: 1 }), rounds(A, B))
    assert.isNaN(verdict!.value)
    assert.isFalse(verdict!.stop)
    assert.strictEqual(verdict!.reason, "no model gives any item the class 2 yet")
  })
})

const pool = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.array(fc.array(fc.nat({ max: 2 }), { minLength: size, maxLength: size }), { minLength: 1, maxLength: 8 })
)
const makers = [classificationChange, stabilizingPredictions, deltaF]

describe("criteria on predictions", () => {
  prop.prop([pool])("measure what the definitions say", (predictions) => {
    const [change, kappa, f] = makers.map((maker) => judge(maker({ rounds: 1 }), rounds(...predictions)))
    for (let r = 1; r < predictions.length; r++) {
      const last = predictions[r - 1]!, now = predictions[r]!
      assert.closeTo(change![r]!.value, now.filter((c, i) => c !== last[i]).length / now.length, 1e-12)
      const { value } = Agreement.cohen(last, now, 3)
      if (Number.isNaN(value)) assert.isNaN(kappa![r]!.value)
      else assert.closeTo(kappa![r]!.value, value, 1e-12)
      const scores = [0, 1, 2].filter((c) => last.includes(c) || now.includes(c)).map((c) => {
        const hits = now.filter((p, i) => p === c && last[i] === c).length
        return 2 * hits / (now.filter((p) => p === c).length + last.filter((p) => p === c).length)
      })
      assert.closeTo(f![r]!.value, 1 - scores.reduce((a, b) => a + b, 0) / scores.length, 1e-12)
    }
  })

  prop.prop([pool, fc.integer({ min: 1, max: 4 })])(
    "stop after as many rounds in a row as they are told",
    (predictions, inARow) => {
      for (const maker of makers) {
        const met = judge(maker({ rounds: 1 }), rounds(...predictions)).map(({ stop }) => stop)
        const stops = judge(maker({ rounds: inARow }), rounds(...predictions)).map(({ stop }) => stop)
        const wanted = met.map((_, i) => i + 1 >= inARow && met.slice(i + 1 - inARow, i + 1).every((one) => one))
        assert.deepStrictEqual(stops, wanted)
      }
    }
  )

  prop.prop([pool, fc.integer({ min: 1, max: 12 }), fc.integer()])(
    "look at one sample in all rounds",
    (predictions, sample, seed) => {
      const size = predictions[0]!.length
      for (let r = 1; r < predictions.length; r++) {
        const drawn = judge(classificationChange({ sample, seed }), rounds(...predictions))[r]!.value
        const count = drawn * Math.min(sample, size)
        assert.closeTo(count, Math.round(count), 1e-9)
      }
      const where = (i: number) =>
        judge(
          classificationChange({ sample, seed }),
          rounds(new Array(size).fill(0), new Array(size).fill(0).map((_, j) => i === j ? 1 : 0))
        )[1]!.value > 0
      assert.strictEqual(Array.from({ length: size }, (_, i) => i).filter(where).length, Math.min(sample, size))
    }
  )

  it("are not moved by what a caller writes into its predictions afterwards", () => {
    const shared = Int32Array.of(0, 0, 1)
    const [, next] = classificationChange().begin({ poolPredictions: shared })
    shared.fill(2)
    assert.strictEqual(next({ poolPredictions: shared })[0].value, 1)
  })

  it("refuse other numbers of items, classes that are none, and options that they do not take", () => {
    for (const maker of makers) {
      assert.throws(() => judge(maker(), rounds([0, 1], [0])), OutOfRange, "there are 1 predictions, and there were 2")
      assert.throws(() => judge(maker(), rounds([0, -1])), OutOfRange, "the prediction of item 1 is -1")
      assert.throws(() => maker({ rounds: 0 }), InvalidOptions, "rounds takes")
    }
    assert.throws(() => classificationChange({ share: 1.5 }), InvalidOptions, "share takes")
    assert.throws(() => stabilizingPredictions({ kappa: 2 }), InvalidOptions, "kappa takes")
    assert.throws(() => deltaF({ positive: -1 }), InvalidOptions, "positive takes")
  })
})
