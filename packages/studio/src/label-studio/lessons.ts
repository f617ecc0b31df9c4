/**
 * Lessons from the learner's process, one at a time: the newest labels that came meanwhile are learned next.
 */
import { note } from "@marginalia/core/Notices"
import { sortedClasses } from "@marginalia/datasets/class-order"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { startLearner } from "../learner/client.ts"
import type { FromLearner, Start } from "../learner/protocol.ts"
import type { Labeled, Lesson } from "./backend.ts"

/** What is learned, and how. */
export interface LessonOptions {
  readonly start: Start
  /** As text; default the learner's own. */
  readonly strategy: string
  /** How many items are ordered by the strategy; default 500. */
  readonly budget?: number | undefined
}

/** Items that are ordered by the strategy; the others follow by how unsure the model is. */
const BUDGET = 500

/** Asks the learner, and tells what came of it. */
export const makeLessons = Effect.fn("studio.lessons")(function*(
  { budget = BUDGET, start, strategy }: LessonOptions,
  tell: (lesson: Lesson) => void
) {
  const learner = yield* startLearner(start)
  const classesOf = new Map<number, ReadonlyArray<string>>()
  let number = 0, waiting: Labeled | undefined, isBusy = false
  const send = (labeled: Labeled): void => {
    const classes = sortedClasses([...labeled.labels.values()]), at = new Map(classes.map((name, i) => [name, i]))
    const held = new Set(start.heldOut)
    const rows = [...labeled.labels].filter(([item]) => !held.has(item))
    number++
    isBusy = true
    classesOf.set(number, classes)
    Effect.runFork(learner.tell({
      _tag: "Learn",
      model: number,
      upTo: number,
      strategy,
      budget,
      classes: classes.map((_, i) => i),
      items: Uint32Array.from(rows, ([item]) => item),
      labels: Int32Array.from(rows, ([, label]) => at.get(label)!),
      answered: Uint32Array.from([...labeled.labels.keys(), ...labeled.skipped])
    }))
  }
  const next = (): void => {
    isBusy = false
    const labeled = waiting
    waiting = undefined
    if (labeled !== undefined) send(labeled)
  }
  const hear = (message: FromLearner): Effect.Effect<void> => {
    if (message._tag === "Trouble") {
      if (message.model !== undefined) next()
      return note(`note: ${message.told.problem}`)
    }
    if (message._tag === "Ready") return note(`note: ${message.items} items by ${message.encoder}`)
    if (message._tag !== "Learned") return Effect.void
    const all = classesOf.get(message.model) ?? []
    classesOf.delete(message.model)
    tell({
      number: message.model,
      order: message.order,
      probability: message.probability,
      classes: message.classes.map((i) => all[i]!)
    })
    next()
    return note(`note: model ${message.model} of ${message.labels} labels`)
  }
  yield* Effect.forkScoped(Effect.forever(Effect.flatMap(Queue.take(learner.heard), hear)))
  return (labeled: Labeled): void => {
    if (isBusy) waiting = labeled
    else send(labeled)
  }
})
