/**
 * How strategies are made of parts and of one another. See `Strategy`.
 */
import { dual } from "effect/Function"
import type { Column } from "../Columns.ts"
import * as Condition from "../Condition.ts"
import { InvalidOptions, type OptionProblem } from "../Errors.ts"
import type * as Select from "../Select.ts"
import * as Stage from "../Stage.ts"
import type { Misplaced, Placed } from "./misplaced.ts"
import { fromNode, type Strategy } from "./node.ts"
import { mapPipelines } from "./walk.ts"

/**
 * A strategy of a `stage` and a selector, `select`: the stage's steps, then the choice. A selector alone makes one too.
 *
 * What the stage adds, the selector need not be given; what neither adds is the strategy's need, in its type.
 *
 * @example
 * ```ts
 * import { Matrix, selectSync, Strategy } from "@marginalia/core"
 * import { kmeans, onePerCluster, typicality } from "@marginalia/strategies"
 *
 * const strategy = Strategy.make(kmeans({ k: "labeled+budget" }), onePerCluster(typicality()))
 * console.log(Strategy.text(strategy)) // => kmeans(labeled+budget) | one-per-cluster(typicality)
 * const embedding = Matrix.fromRows([[0], [0.1], [0.3], [9], [9.2], [9.3]])
 * console.log(selectSync(strategy, { embedding, budget: 2, seed: 0 }).ids.length) // => 2
 * ```
 */
export const make: {
  <N extends Column, R>(select: Select.Select<N, R>): Strategy<N, R>
  <N1 extends Column, A1 extends Column, R1, N2 extends Column, R2>(
    stage: Stage.Stage<N1, A1, R1>,
    select: Select.Select<N2, R2>
  ): Strategy<N1 | Exclude<N2, A1>, R1 | R2>
  /** @internal What the compiler says of other parts here. */
  <X>(select: Misplaced<X>): unknown
  /** @internal */
  <X, Y>(stage: Placed<X, "steps">, select: Placed<Y, "pick">): unknown
} = <R>(first: Stage.Stage<Column, Column, R> | Select.Select<Column, R>, second?: Select.Select<Column, R>) => {
  const [steps, select] = second === undefined
    ? [[], first as Select.Select<Column, R>]
    : [(first as Stage.Stage<Column, Column, R>).steps, second]
  return fromNode<never, R>("pipeline", { _tag: "Pipeline", steps, select })
}

/** Gives a strategy a name, to be shown instead of its text. */
export const named: {
  (name: string): <N extends Column, R>(self: Strategy<N, R>) => Strategy<N, R>
  <N extends Column, R>(self: Strategy<N, R>, name: string): Strategy<N, R>
} = dual(
  2,
  <N extends Column, R>(self: Strategy<N, R>, name: string): Strategy<N, R> => fromNode(name, self.node, self)
)

/**
 * A stage before a strategy: a prefilter, say. Every pipeline of a combination gets it, so that in a mix it runs for
 * each part with that part's quota as the budget, and in a subsample on the subset.
 */
export const prepend = <N1 extends Column, A1 extends Column, R1, N2 extends Column, R2>(
  stage: Stage.Stage<N1, A1, R1>,
  self: Strategy<N2, R2>
): Strategy<N1 | Exclude<N2, A1>, R1 | R2> =>
  mapPipelines<R2, R1 | R2>(self, (node) => ({ ...node, steps: [...stage.steps, ...node.steps] })) as Strategy<
    N1 | Exclude<N2, A1>,
    R1 | R2
  >

const badPart = (part: string, path: string, reason: OptionProblem): never => {
  throw new InvalidOptions({ part, path, reason })
}

/**
 * Shares the budget out by weight: quotas by largest remainder (ties to the earlier part), each part choosing among
 * what the earlier ones left; the picks are interleaved in proportion. Weights need not sum to one.
 *
 * What the quotas of one round owe is carried to the next, so that `mix([0.7, a], [0.3, b])` gives b three of ten rounds
 * of a single pick, and a mix within a mix its share of the places that it is given. It follows from the query alone: the
 * rounds before `round` are taken to have had the same budget. So give the round with each query; without it every query
 * is round 0, and a budget of 1 always goes to the part of the largest weight.
 *
 * Throws {@link InvalidOptions} on no parts, or a weight that is not a positive number.
 */
export const mix = <N extends Column, R>(
  ...parts: ReadonlyArray<readonly [weight: number, strategy: Strategy<N, R>]>
): Strategy<N, R> => {
  if (parts.length === 0) badPart("mix", "parts", { _tag: "Empty", expected: "one weight and strategy" })
  for (const [i, [weight]] of parts.entries()) {
    if (weight > 0 && weight < Infinity) continue
    const problem = `the weight ${weight} is not a positive number; leave the part out`
    badPart("mix", `parts.${i}.weight`, { _tag: "Own", problem, value: weight, expected: "a positive number" })
  }
  return fromNode("mix", { _tag: "Mix", parts: parts.map(([weight, strategy]) => ({ weight, strategy })) })
}

/**
 * One strategy while a `condition` on the query holds (`whenTrue`), another afterwards (`whenFalse`): TypiClust for the
 * cold start, then margin.
 *
 * Only the branch taken must find its columns. Throws {@link InvalidOptions} when the condition compares with something
 * other than a whole number from 0.
 */
export const switchWhen = <N1 extends Column, R1, N2 extends Column, R2>(
  condition: Condition.Condition,
  whenTrue: Strategy<N1, R1>,
  whenFalse: Strategy<N2, R2>
): Strategy<N1 | N2, R1 | R2> => {
  const problem = Condition.problem(condition)
  if (problem !== undefined) {
    badPart("switch", "condition", { _tag: "Own", problem, value: condition.below, expected: "a whole number from 0" })
  }
  return fromNode<N1 | N2, R1 | R2>("switch", { _tag: "Switch", condition, whenTrue, whenFalse })
}

/** The first strategy; the second when the first fails, or for what the first leaves unfilled. */
export const orElse = <N1 extends Column, R1, N2 extends Column, R2>(
  first: Strategy<N1, R1>,
  second: Strategy<N2, R2>
): Strategy<N1 | N2, R1 | R2> => fromNode<N1 | N2, R1 | R2>("orElse", { _tag: "OrElse", first, second })

/**
 * A strategy over a uniform subset of the candidates, drawn from the seed; never smaller than the budget.
 *
 * Throws {@link InvalidOptions} when `size` is not a whole number from 1.
 */
export const subsample = <N extends Column, R>(size: number, strategy: Strategy<N, R>): Strategy<N, R> => {
  if (!Number.isSafeInteger(size) || size < 1) {
    badPart("subsample", "size", { _tag: "Value", value: size, expected: "a whole number from 1" })
  }
  return fromNode("subsample", { _tag: "Subsample", size, strategy })
}

/**
 * The same strategy for callers who will give some columns that it would compute: in types, what was computed is now
 * needed. The steps that add them are skipped when it runs.
 */
export const given: {
  <C extends Column>(columns: ReadonlyArray<C>): <N extends Column, R>(self: Strategy<N, R>) => Strategy<N | C, R>
  <N extends Column, R, C extends Column>(self: Strategy<N, R>, columns: ReadonlyArray<C>): Strategy<N | C, R>
} = dual(2, <N extends Column, R, C extends Column>(self: Strategy<N, R>, columns: ReadonlyArray<C>) => {
  const known = new Set<Column>(columns)
  return mapPipelines<R, R>(self, (node) => ({
    ...node,
    steps: node.steps.filter((step) => !Stage.isGiven(step, known))
  })) as Strategy<N | C, R>
})
