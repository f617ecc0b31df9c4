/**
 * Items, asked about once each: what was answered before is not asked again, and what is answered is kept at once.
 */
import { Progress } from "@marginalia/core/Progress"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { type Annotator, type Ask, NO_USAGE, plus, type Usage } from "./annotator.ts"
import { type Answers, type KeptAnswer, openAnswers } from "./answers.ts"
import { type Budget, makeBudget } from "./budget.ts"
import { type Content, keyOf, type Question } from "./content.ts"
import { AnnotatorError, failed } from "./problem.ts"

/** What is asked about. */
export interface Asking<E extends Error, R> {
  /** Who is asked. */
  readonly annotator: Annotator
  /** The classes in their order. */
  readonly classes: ReadonlyArray<string>
  /** The items by position; each is asked about once. */
  readonly positions: Iterable<number>
  /** What is shown of an item. One for which this fails is not asked about. */
  readonly content: (position: number) => Effect.Effect<Content, E, R>
  /** The file in which answers are kept, see {@link openAnswers}. Default: they are forgotten with the process. */
  readonly answers?: string | undefined
}

/** What came of asking. */
export interface Annotated {
  /** By position, ascending: what was answered, now or before. */
  readonly answers: ReadonlyMap<number, KeptAnswer>
  /** How many of them were kept from before. */
  readonly reused: number
  /** Requests that were answered now. */
  readonly requests: number
  /** Items that a request was about whose answer said nothing of them; they are asked about at the next start. */
  readonly missing: number
  /** Answers about items that were not asked about. */
  readonly strangers: number
  /** Items that could not be shown, and why; ascending. */
  readonly unshown: ReadonlyArray<{ readonly position: number; readonly problem: string }>
  /** What the requests took that were answered now. */
  readonly usage: Usage
  /** Why not all were asked about: a limit was reached, or the annotator cannot be asked; undefined where all were. */
  readonly stopped: AnnotatorError | undefined
}

interface Shown {
  readonly position: number
  readonly key: string
  readonly content: Content
}

interface Tally {
  readonly answers: Map<number, KeptAnswer>
  readonly unshown: Array<{ readonly position: number; readonly problem: string }>
  reused: number
  requests: number
  missing: number
  strangers: number
  usage: Usage
  stopped: AnnotatorError | undefined
  done: number
}

const share = ({ cost, input, output }: Usage, of: number): Usage => ({
  input: input / of,
  output: output / of,
  cost: cost / of
})

/** Asks about a batch, and keeps what is said. */
const askBatch = Effect.fnUntraced(function*(
  batch: ReadonlyArray<Shown>,
  { ask, name }: { readonly ask: Ask; readonly name: string },
  classes: ReadonlyArray<string>,
  kept: Answers
) {
  const reply = yield* ask(batch.map(({ content }) => content), classes)
  if (reply.outcomes.length !== batch.length) {
    const problem =
      `${name} gave ${reply.outcomes.length} answers for ${batch.length} items; it must give one an item, in their order`
    return yield* failed({ _tag: "Failed", problem })
  }
  const said = reply.outcomes.flatMap((outcome, i) => outcome === undefined ? [] : [{ shown: batch[i]!, outcome }])
  const usage = share(reply.usage, Math.max(1, said.length))
  const answers = said.map(({ outcome, shown }) =>
    [shown, { id: shown.content.id, annotator: name, outcome, usage } satisfies KeptAnswer as KeptAnswer] as const
  )
  yield* kept.add(answers.map(([{ key }, answer]) => [key, answer]))
  return { answers, reply }
})

/** Asks about a batch unless it was stopped before; an error stops what was not begun yet. */
const doBatch = (
  batch: ReadonlyArray<Shown>,
  { annotator, classes }: Pick<Asking<Error, never>, "annotator" | "classes">,
  { ask, budget, kept, tally }: {
    readonly ask: Ask
    readonly budget: Budget
    readonly kept: Answers
    readonly tally: Tally
  }
) =>
  Effect.gen(function*() {
    if (tally.stopped !== undefined) return
    const expected = annotator.expect(batch.map(({ content }) => content), classes).cost
    tally.stopped = budget.take(expected)
    if (tally.stopped !== undefined) return
    const found = yield* askBatch(batch, { ask, name: annotator.name }, classes, kept).pipe(
      Effect.catchTag("AnnotatorError", (error) => Effect.succeed(error))
    )
    budget.settle(expected, found instanceof AnnotatorError ? 0 : found.reply.usage.cost)
    if (found instanceof AnnotatorError) return void (tally.stopped ??= found)
    for (const [{ position }, answer] of found.answers) tally.answers.set(position, answer)
    tally.requests++
    tally.missing += batch.length - found.answers.length
    tally.strangers += found.reply.strangers
    tally.usage = plus(tally.usage, found.reply.usage)
    tally.done += batch.length
  })

/** What is left to ask about, as the items are looked at; what needs no asking goes into the tally. */
const open = <E extends Error, R>(
  { classes, content, positions }: Asking<E, R>,
  identity: string,
  { kept, tally }: { readonly kept: Answers; readonly tally: Tally }
) => {
  const question: Question = { identity, classes }
  return Stream.fromIterable(new Set(positions)).pipe(
    Stream.takeUntil(() => tally.stopped !== undefined),
    Stream.mapEffect((position) =>
      Effect.map(Effect.result(content(position)), (found): Shown | undefined => {
        if (found._tag === "Failure") {
          tally.unshown.push({ position, problem: found.failure.message })
          tally.done++
          return undefined
        }
        const key = keyOf(question, found.success), before = kept.get(key)
        if (before === undefined) return { position, key, content: found.success }
        tally.answers.set(position, before)
        tally.reused++
        tally.done++
        return undefined
      })
    ),
    Stream.filter((shown) => shown !== undefined)
  )
}

const sorted = ({ answers, unshown, ...rest }: Tally): Annotated => ({
  ...rest,
  answers: new Map([...answers].sort(([a], [b]) => a - b)),
  unshown: unshown.sort((a, b) => a.position - b.position)
})

/**
 * Asks the annotator about items, in batches of its size with as many requests at once as it allows. Each answer is kept before
 * the next request of its place in the row is sent, so that nothing that was answered is lost or paid for twice: a second start asks
 * about what lacks. When a limit is reached or asking fails, requests that are under way come to their end, and what was
 * answered is given with the reason, `stopped`.
 *
 * `asking` says whom and about what. Fails with `AnnotatorError`: `NoKey`, and `AnswersFile` where the file cannot be read or holds something else.
 */
export const annotate = Effect.fn("annotate")(function*<E extends Error, R>(asking: Asking<E, R>) {
  const { annotator, classes } = asking, positions = [...new Set(asking.positions)]
  const kept = yield* openAnswers(asking.answers), ask = yield* annotator.open, { report } = yield* Progress
  const budget = makeBudget(annotator.mostCost, kept.cost())
  const tally: Tally = {
    answers: new Map(),
    unshown: [],
    reused: 0,
    requests: 0,
    missing: 0,
    strangers: 0,
    usage: NO_USAGE,
    stopped: undefined,
    done: 0
  }
  const step = `asking ${annotator.name}`, total = positions.length
  yield* open({ ...asking, positions }, annotator.identity, { kept, tally }).pipe(
    Stream.grouped(annotator.batch),
    Stream.mapEffect(
      (batch) =>
        doBatch(batch, { annotator, classes }, { ask, budget, kept, tally }).pipe(
          Effect.andThen(Effect.suspend(() => report({ step, done: tally.done, total })))
        ),
      { concurrency: annotator.concurrency, unordered: true }
    ),
    Stream.runDrain
  )
  return sorted(tally)
})

/** What asking is expected to take: of items that were not answered before. */
export interface Estimate {
  /** How many would be asked about. */
  readonly items: number
  /** How many were answered before. */
  readonly reused: number
  /** How many cannot be shown. */
  readonly unshown: number
  /** How many requests that takes. */
  readonly requests: number
  /** The tokens and the cost that are expected. */
  readonly usage: Usage
}

/**
 * What {@link annotate} would be expected to take with the same `asking`, without asking. Fails with `AnnotatorError`, reason
 * `AnswersFile`, where the file of answers cannot be read or holds something else.
 */
export const estimate = Effect.fn("estimate")(function*<E extends Error, R>(asking: Asking<E, R>) {
  const { annotator: { batch, expect, identity }, classes, content } = asking
  const kept = yield* openAnswers(asking.answers)
  let items = 0, reused = 0, unshown = 0, usage = NO_USAGE
  for (const position of new Set(asking.positions)) {
    const found = yield* Effect.result(content(position))
    if (found._tag === "Failure") unshown++
    else if (kept.get(keyOf({ identity, classes }, found.success)) !== undefined) reused++
    else {
      items++
      usage = plus(usage, expect([found.success], classes))
    }
  }
  return { items, reused, unshown, requests: Math.ceil(items / batch), usage } satisfies Estimate as Estimate
})
