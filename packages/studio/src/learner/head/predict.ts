/**
 * What a head says of the pool.
 */
import type { Classifier } from "@marginalia/core/Classifier"
import type { Factors } from "@marginalia/core/Columns"
import { PartFailed } from "@marginalia/core/Errors"
import * as Kernels from "@marginalia/core/Kernels"
import type { Matrix } from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { type Head, softmax } from "./fit.ts"

/** Passes with some of the columns left out, as many as TypiClust's code takes, and the share that is left out. */
const PASSES = 25
const DROPPED = 0.5

/** N × outputs: weights · x + bias of each row. */
const outputs = Effect.fnUntraced(
  function*({ data, rows, cols }: Matrix, { bias, weights }: Pick<Head, "weights" | "bias">) {
    const kernels = yield* Kernels.Kernels
    const z = yield* kernels.dots({ data, rows, cols }, { data: weights, rows: bias.length, cols })
    for (let i = 0, k = 0; i < z.length; i++, k = k + 1 === bias.length ? 0 : k + 1) z[i]! += bias[k]!
    return z
  }
)

/** From outputs to probabilities, N × C. */
const probabilities = (z: Float64Array, rows: number, { classes, prototypes }: Head): Matrix => {
  const width = z.length / rows, data = new Float32Array(rows * classes), p = new Float64Array(classes)
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < classes; c++) {
      if (prototypes === undefined) p[c] = z[row * width + c]!
      else {
        let sum = 0
        for (let k = 0; k < width; k++) sum += z[row * width + k]! * prototypes.data[c * width + k]!
        p[c] = sum
      }
    }
    softmax(p)
    data.set(p, row * classes)
  }
  return { data, rows, cols: classes }
}

/** The class probabilities of all rows, N × C. O(N d C). */
export const probabilityOf = Effect.fn("studio.probabilityOf")(function*(matrix: Matrix, head: Head) {
  return probabilities(yield* outputs(matrix, head), matrix.rows, head)
})

/** One pass: the same columns are left out for all rows, and the others count for more. */
const pass = Effect.fnUntraced(function*(matrix: Matrix, head: Head, key: Rng.Key) {
  const kept = Float64Array.from(
    { length: matrix.cols },
    (_, j) => Rng.uniform(key, j) < DROPPED ? 0 : 1 / (1 - DROPPED)
  )
  const weights = head.weights.map((x, i) => x * kept[i % matrix.cols]!)
  return probabilities(yield* outputs(matrix, { weights, bias: head.bias }), matrix.rows, head)
})

/** p − onehot(argmax p); ties go to the smaller class. */
const residue = ({ cols, data, rows }: Matrix): Matrix => {
  const out = data.slice()
  for (let row = 0; row < rows; row++) {
    let best = row * cols
    for (let i = best + 1; i < (row + 1) * cols; i++) if (out[i]! > out[best]!) best = i
    out[best]! -= 1
  }
  return { data: out, rows, cols }
}

const unseparated = new PartFailed({
  part: "projection",
  problem: "this head has learned directions and no projection",
  reason: "NoOutput",
  column: "projection"
})

/**
 * A head as core's `Classifier` over the rows of `matrix`, whose `probability` is known. The feature is the embedding itself,
 * as of every linear classifier; passes leave half of its columns out, the same for all rows of a pass.
 */
export const classifierOf = (
  matrix: Matrix,
  head: Head,
  probability: Matrix,
  seed: number
): Classifier["Service"] => {
  const key = Rng.derive(Rng.fromSeed(seed), "studio passes")
  return {
    probability: Effect.succeed(probability),
    feature: Effect.succeed(matrix),
    gradient: Effect.sync((): Factors => ({ left: residue(probability), right: matrix })),
    passes: Effect.forEach(Array.from({ length: PASSES }, (_, t) => t), (t) => pass(matrix, head, Rng.derive(key, t))),
    projection: head.prototypes === undefined
      ? Effect.fail(unseparated)
      : Effect.map(outputs(matrix, head), (z): Matrix => ({
        data: Float32Array.from(z),
        rows: matrix.rows,
        cols: head.bias.length
      }))
  }
}
