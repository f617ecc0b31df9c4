/**
 * Logistic regression of one label: is it there or not?
 */
import { apply, type LinearModel, type Rows, weightedRidge } from "./weighted-ridge.ts"

/** Newton steps at most; it takes fewer than ten where labels are not separated. */
const STEPS = 50

/** The least share of an item in a step: below it a step would divide by nothing. */
const LEAST = 1e-9

/** By how much the loss has to fall, relative to itself, for another step. */
const TOLERANCE = 1e-10

const sigmoid = (x: number): number => x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))

/** log(1 + e^x) without an overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

const lossOf = (scores: Float64Array, y: ArrayLike<number>, { weights }: LinearModel, penalty: number): number =>
  scores.reduce((sum, score, i) => sum + softplus(score) - y[i]! * score, 0)
  + penalty / 2 * weights.reduce((sum, w) => sum + w * w, 0)

const between = (a: LinearModel, b: LinearModel, share: number): LinearModel => ({
  weights: a.weights.map((w, c) => w + share * (b.weights[c]! - w)),
  intercept: a.intercept + share * (b.intercept - a.intercept)
})

/** A Newton step: weighted ridge regression of what the scores would have to be. */
const stepOf = (x: Rows, y: ArrayLike<number>, scores: Float64Array, penalty: number): LinearModel => {
  const shares = scores.map((score) => Math.max(LEAST, sigmoid(score) * (1 - sigmoid(score))))
  const wanted = scores.map((score, i) => score + (y[i]! - sigmoid(score)) / shares[i]!)
  return weightedRidge(x, wanted, shares, penalty)
}

/**
 * The model with the least Σ_i log(1 + e^{s_i}) − y_i s_i + `penalty` / 2 · |w|², for scores s = b + w·x and y 0 or 1, by Newton's method
 * (iteratively reweighted least squares) with halved steps where a whole one would not help. Both values have to occur among y:
 * else the intercept, which is not penalized, has no end. O(steps · n d · min(n, d)).
 */
export const fitLogistic = (x: Rows, y: ArrayLike<number>, penalty: number): LinearModel => {
  let model: LinearModel = { weights: new Float64Array(x.cols), intercept: 0 }
  let scores = apply(model, x), loss = lossOf(scores, y, model, penalty)
  for (let step = 0; step < STEPS; step++) {
    const aim = stepOf(x, y, scores, penalty)
    let share = 1, next = aim, told = apply(next, x), after = lossOf(told, y, next, penalty)
    while (!(after <= loss) && share > TOLERANCE) {
      share /= 2
      next = between(model, aim, share)
      told = apply(next, x)
      after = lossOf(told, y, next, penalty)
    }
    if (!(after <= loss)) break
    const fallen = loss - after
    model = next
    scores = told
    loss = after
    if (fallen <= TOLERANCE * (1 + loss)) break
  }
  return model
}

/** The probability that a label is there, of each row. */
export const shareOf = (model: LinearModel, x: Rows): Float64Array => apply(model, x).map(sigmoid)
