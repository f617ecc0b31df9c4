/**
 * What would a guessed label do to the last layer?
 */
import { type Columns, type Matrix, Narrow, PartFailed, Stage } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBlocks } from "../uncertainty/blocks.ts"
import { favorite } from "../uncertainty/passes.ts"

/** p − onehot(argmax p), row by row; ties go to the smaller class. */
export const residuals = ({ cols, data, rows }: Matrix.Matrix): Effect.Effect<Matrix.Matrix> =>
  Effect.suspend(() => {
    const out = Float32Array.from(data)
    const block = (from: number, to: number): void => {
      for (let i = from; i < to; i++) out[i * cols + favorite(data, i * cols, cols)]! -= 1
    }
    return Effect.as(inBlocks(rows, cols, block), { data: out, rows, cols })
  })

/**
 * Adds the gradient of the last layer's loss at the model's own guess, as factors: (p − onehot(argmax p)) ⊗ h, with h
 * the penultimate features. The product, N × C·d numbers, is never built. Skipped when `gradient` is given. O(N C).
 *
 * Needs `probability` and `feature`.
 *
 * Source: Ash, Zhang, Krishnamurthy, Langford & Agarwal 2020, equation 1.
 */
export const gradientEmbedding = Stage.define({
  name: "gradient-embedding",
  summary: "the last layer's gradient at the model's own guess, in factors",
  source: "Ash, Zhang, Krishnamurthy, Langford & Agarwal 2020, equation 1",
  options: Schema.Struct({}),
  needs: ["probability", "feature"],
  adds: ["gradient"],
  run: () => ({ feature, probability }) =>
    Effect.gen(function*() {
      const { distinct, matrix: right, merged } = Narrow.flatten(feature)
      if (merged > 0) {
        const problem = `the features are so far from 0 that ${merged} of ${distinct} distinct ones become equal to ` +
          "others where gradients are made of them; subtract from their columns what these have in common"
        return yield* new PartFailed({
          part: "gradient-embedding",
          problem,
          reason: "Precision",
          column: "feature",
          merged,
          distinct
        })
      }
      const gradient: Columns["gradient"] = { left: yield* residuals(probability), right }
      return { columns: { gradient } }
    })
})
