/**
 * Calling a part's function, which may be anybody's: what it throws becomes an error that names the part.
 */
import * as Effect from "effect/Effect"
import { OutOfMemory, PartFailed, type SelectionError } from "../Errors.ts"
import { breathe } from "../kernels/breathe.ts"
import { type Amiss, amiss } from "../ports/amiss.ts"

/** What a part is called in a message. */
export type Noun = "score" | "stage" | "filter" | "selector"

/** A value in a few words: its type, and its length if it has one. */
export const described = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return String(value)
  const name = Object.prototype.toString.call(value).slice(8, -1)
  const { length } = value as { readonly length?: unknown }
  return typeof length === "number" ? `${name} of ${length}` : name
}

/** What engines say where an array, not a kernel's memory, finds no room. */
const NO_ROOM = /^(Array buffer allocation failed|Out of memory|could not allocate memory)/i

const isMemory = (cause: unknown): cause is RangeError =>
  cause instanceof OutOfMemory || (cause instanceof RangeError && NO_ROOM.test(cause.message))

const thrown = (part: string, noun: Noun, defect: unknown): PartFailed => {
  if (isMemory(defect)) {
    const problem = defect instanceof OutOfMemory
      ? defect.message
      : `there is no memory for an array (${defect.message}); give fewer rows or columns, or ask for fewer at a time`
    return new PartFailed({ part, problem, reason: "Memory", cause: defect })
  }
  const what = defect instanceof Error ? `${defect.name}: ${defect.message}` : described(defect)
  return new PartFailed({
    part,
    problem: `it threw ${what}; this is a defect of the ${noun}`,
    reason: "Thrown",
    cause: defect
  })
}

/** The refusal of what a part answered. */
export const defect = (part: string, noun: Noun, { problem, ...found }: Amiss): PartFailed =>
  new PartFailed({ part, problem: `${problem}; this is a defect of the ${noun}`, reason: "Answer", ...found })

/** What a look at each item of a pool costs, in multiply-adds an item. */
const LOOK = 16

/** Room for the event loop before every item of a pool is looked at, `times` times. */
export const room = ({ size }: { readonly size: number }, times = 1): Effect.Effect<void> =>
  Effect.suspend(() => breathe("typescript", LOOK * size * times))

/**
 * Runs a part's function. Fails with {@link PartFailed}, which keeps the cause, when it throws, dies or gives something
 * that is no Effect, and where `problem` finds something wrong with its answer. Interruption passes through. Before the
 * function and before the look at its answer there is room for the event loop.
 */
export const guarded = <A, R>(
  part: string,
  noun: Noun,
  frame: { readonly size: number },
  run: () => Effect.Effect<A, SelectionError, R>,
  problem: (answer: A) => Amiss | undefined
): Effect.Effect<A, SelectionError, R> =>
  Effect.flatMap(room(frame), (): Effect.Effect<A, SelectionError, R> => {
    const effect: unknown = run()
    if (Effect.isEffect(effect)) return effect as Effect.Effect<A, SelectionError, R>
    const what = described(effect)
    return Effect.fail(defect(part, noun, amiss(`it gave ${what}, which is not an Effect`, what, "an Effect")))
  }).pipe(
    Effect.tap(room(frame)),
    Effect.tap((answer) => {
      const wrong = problem(answer)
      return wrong === undefined ? Effect.void : Effect.fail(defect(part, noun, wrong))
    }),
    Effect.catchDefect((cause) => Effect.fail(thrown(part, noun, cause)))
  )
