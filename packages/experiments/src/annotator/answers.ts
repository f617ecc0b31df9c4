/**
 * The answers of an annotator, kept as they come: a line each in a file that is only ever added to.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import type { Outcome, Usage } from "./annotator.ts"
import { type AnnotatorError, type AnswersFault, failed } from "./problem.ts"

/** An answer about an item, with its share of what its request took. */
export interface KeptAnswer {
  /** The item's name. */
  readonly id: string
  /** Who gave it. */
  readonly annotator: string
  /** A label, or why there is none. */
  readonly outcome: Outcome
  /** The item's share of what the request took: the same for all items that it answered. */
  readonly usage: Usage
}

const Line = Schema.fromJsonString(Schema.Struct({
  key: Schema.String,
  id: Schema.String,
  annotator: Schema.String,
  outcome: Schema.Union([
    Schema.TaggedStruct("Label", { label: Schema.String, probability: Schema.NullOr(Schema.Finite) }),
    Schema.TaggedStruct("Declined", {
      why: Schema.Literals(["refused", "no class", "unreadable", "cut off"]),
      said: Schema.String
    })
  ]),
  usage: Schema.Struct({ input: Schema.Finite, output: Schema.Finite, cost: Schema.Finite })
}))

const readLine = Schema.decodeUnknownExit(Line)

/** The first line of such a file. */
const HEAD = JSON.stringify({ marginalia: "answers", version: 1 })

/** Answers that are kept, by the key of their question. */
export interface Answers {
  readonly get: (key: string) => KeptAnswer | undefined
  /** Of all answers. */
  readonly cost: () => number
  /** Keeps answers: they are on the disk when this is done. Fails with `AnnotatorError`, reason `AnswersFile`. */
  readonly add: (
    answers: ReadonlyArray<readonly [key: string, answer: KeptAnswer]>
  ) => Effect.Effect<void, AnnotatorError>
}

const inMemory = (found: ReadonlyMap<string, KeptAnswer> = new Map()) => {
  const kept = new Map(found)
  let cost = 0
  for (const { usage } of kept.values()) cost += usage.cost
  const put = (key: string, answer: KeptAnswer): void => {
    kept.set(key, answer)
    cost += answer.usage.cost
  }
  return { get: (key: string) => kept.get(key), cost: () => cost, put }
}

/** Answers that are forgotten with the process. */
export const forgettingAnswers = (): Answers => {
  const { cost, get, put } = inMemory()
  return { get, cost, add: (answers) => Effect.sync(() => answers.forEach(([key, answer]) => put(key, answer))) }
}

const atFault = (path: string, fault: AnswersFault): AnnotatorError => failed({ _tag: "AnswersFile", path, ...fault })

const unwritable = (path: string) => (cause: unknown) => atFault(path, { fault: "Unwritable", cause })

/** The file's text; empty where there is none yet. A device, which may never end, is not read. */
const textAt = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const read = Effect.gen(function*() {
    return (yield* fs.stat(path)).type === "File" ? yield* fs.readFileString(path) : undefined
  })
  const text = yield* Effect.catch(read, (error: PlatformError) =>
    error.reason._tag === "NotFound"
      ? Effect.succeed("")
      : Effect.fail(atFault(path, { fault: "Unreadable", cause: error })))
  return text ?? (yield* atFault(path, { fault: "Format" }))
})

/** What stands in the file. A line that a kill has cut is left out: its item is asked about again. */
const answersIn = (text: string): ReadonlyMap<string, KeptAnswer> => {
  const found = new Map<string, KeptAnswer>()
  for (const line of text.split("\n").slice(1)) {
    const exit = line === "" ? undefined : readLine(line)
    if (exit === undefined || Exit.isFailure(exit)) continue
    const { key, ...answer } = exit.value
    found.set(key, answer)
  }
  return found
}

/**
 * The answers in the file at `path`, which is made with its folder when the first is added; undefined: they are kept in memory.
 * Two processes may add to one file.
 *
 * Fails with `AnnotatorError`, reason `AnswersFile`, where the file cannot be read, or holds something else.
 */
export const openAnswers = Effect.fn("openAnswers")(function*(path: string | undefined) {
  if (path === undefined) return forgettingAnswers()
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path, text = yield* textAt(path)
  if (text !== "" && text.split("\n", 1)[0] !== HEAD) return yield* atFault(path, { fault: "Format" })
  const memory = inMemory(answersIn(text)), one = yield* Semaphore.make(1)
  // What is added goes below a line that was cut, not behind it.
  let before = text === "" ? `${HEAD}\n` : text.endsWith("\n") ? "" : "\n"
  const write = Effect.fnUntraced(function*(lines: string) {
    if (before.startsWith("{")) yield* fs.makeDirectory(paths.dirname(path), { recursive: true })
    const file = yield* fs.open(path, { flag: "a" })
    yield* file.writeAll(new TextEncoder().encode(before + lines))
    yield* file.sync
    before = ""
  }, Effect.scoped)
  const add: Answers["add"] = (answers) => {
    const lines = answers.map(([key, answer]) => `${JSON.stringify({ key, ...answer })}\n`).join("")
    return write(lines).pipe(
      Effect.mapError(unwritable(path)),
      Effect.andThen(Effect.sync(() => answers.forEach(([key, answer]) => memory.put(key, answer)))),
      one.withPermits(1),
      Effect.uninterruptible
    )
  }
  return { get: memory.get, cost: memory.cost, add } satisfies Answers as Answers
})
