/**
 * The rounds that an experiment goes on from, as they come from a journal: what a file says is not believed.
 */
import * as Effect from "effect/Effect"
import { InvalidQuery } from "../Errors.ts"
import type { Past } from "../experiment/plan.ts"
import { describe } from "./call.ts"
import { firstOutside, isList } from "./numbers.ts"

/** The pool and the classes that a round speaks of. */
interface World {
  readonly size: number
  readonly classes: number
}

const outside = (what: string, values: unknown, least: number, most: number): string | undefined => {
  if (!isList(values)) return `its ${what} are ${describe(values)}, no list`
  const wrong = firstOutside(values, least, most)
  return wrong === undefined
    ? undefined
    : `${what}[${wrong.at}] is ${describe(wrong.value)}; it must be a whole number from ${least} to ${most}`
}

const pseudoProblem = ({ pseudo }: Past, { classes, size }: World): string | undefined =>
  outside("pseudo positions", pseudo.map(({ position }) => position), 0, size - 1) ??
    outside("pseudo classes", pseudo.map((guess) => guess.class), 0, classes - 1)

const roundProblem = (past: Past, index: number, world: World, seen: Set<number>): string | undefined => {
  const { labels, positions, round } = past
  if (round !== index) return `it says that it is round ${describe(round)}`
  const wrong = outside("positions", positions, 0, world.size - 1) ??
    outside("labels", labels, -1, world.classes - 1)
  if (wrong !== undefined) return wrong
  if (labels.length !== positions.length) return `it has ${labels.length} labels for ${positions.length} positions`
  const twice = positions.find((position) => seen.has(position) || !seen.add(position))
  if (twice !== undefined) return `position ${twice} was labeled before`
  return pseudoProblem(past, world)
}

/**
 * What is wrong with past rounds, and in which; undefined where nothing is.
 *
 * `world` is the pool's size and its number of classes. Rounds count from 0; positions are in the pool and never come
 * twice; there is a label for each, a class or −1; guesses are classes.
 */
export const problemOfPast = (
  past: ReadonlyArray<Past>,
  world: World
): { readonly round: number; readonly problem: string } | undefined => {
  const seen = new Set<number>()
  for (const [round, one] of past.entries()) {
    const problem = roundProblem(one, round, world, seen)
    if (problem !== undefined) return { round, problem: `round ${round} cannot be gone on from: ${problem}` }
  }
  return undefined
}

/**
 * Checks the `past` rounds that an experiment goes on from, in a `world` of so many items (`size`) and `classes`; see
 * {@link problemOfPast}. Fails with `InvalidQuery`, reason `PastRound`.
 */
export const checkPast = (past: ReadonlyArray<Past>, world: World): Effect.Effect<void, InvalidQuery> =>
  Effect.suspend(() => {
    const found = problemOfPast(past, world)
    return found === undefined
      ? Effect.void
      : Effect.fail(
        new InvalidQuery({ reason: { _tag: "PastRound", round: found.round }, problem: found.problem, hint: undefined })
      )
  })
