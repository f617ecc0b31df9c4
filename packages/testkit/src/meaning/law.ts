/**
 * Laws of meaning: true of whatever means the same thing, so that a flipped sign does not get through.
 */
import type { Matrix, Score } from "@marginalia/core"
import { frameOf } from "../generate/frame.ts"
import type { Input, QueryOptions } from "../generate/query.ts"
import { show } from "../generate/show.ts"
import type { Law, Setting } from "../Law.ts"
import { settle } from "../run.ts"

/** A law of meaning. */
export const meaning = <S>(law: Omit<Law<S>, "kind">): Law<S> => ({ ...law, kind: "meaning" })

/** The scores of a whole unlabeled pool with some columns. */
export const scoresOf = (
  setting: Setting,
  score: Score.Any,
  size: number,
  columns: Partial<Input>
): Promise<Float64Array> => settle(setting, score.of(frameOf({ size, budget: 1, seed: 0, ...columns })))

/** Queries that hold the columns that the subject needs, unless the setting says which. */
export const holding = (setting: Setting, needs: QueryOptions["columns"] & object): Setting => ({
  ...setting,
  query: { columns: needs, ...setting.query }
})

/** The Euclidean distance of row `i` of a matrix to row `j` of another. */
export const distance = (
  a: Matrix.Matrix | Matrix.Matrix64,
  i: number,
  b: Matrix.Matrix | Matrix.Matrix64,
  j: number
): number => {
  let sum = 0
  for (let k = 0; k < a.cols; k++) sum += (a.data[i * a.cols + k]! - b.data[j * b.cols + k]!) ** 2
  return Math.sqrt(sum)
}

/** A case made from facts that shrink; printed in full. */
export const made = <F, C extends object>(build: (facts: F) => C) => (facts: F): C => show(build(facts))
