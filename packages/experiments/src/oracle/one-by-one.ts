/**
 * A person who is asked item by item: what was answered is kept in a file until the batch is whole.
 */
import { type Answer, type LabelRequest, type LabelsFileFault, OracleError } from "@marginalia/core/Oracle"
import type { ItemId } from "@marginalia/core/Position"
import { writeAtomically } from "@marginalia/datasets/files/write"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"

/** An item that a person is asked about. */
export interface AskedItem {
  /** Its id. */
  readonly id: ItemId
  /** Its position in the pool. */
  readonly position: number
  /** Which of the batch it is, from 1. */
  readonly number: number
  /** How many the batch has. */
  readonly of: number
}

/** Who is asked, and where the answers are kept. */
export interface OneByOne<E, R> {
  /** The file of the answers so far. It stays when the batch is whole, so that the same question is answered without asking. */
  readonly path: string
  /** How many classes there are. */
  readonly classes: number
  /** Asks about an item: its class, from 0, or −1 where the person cannot say. */
  readonly ask: (item: AskedItem) => Effect.Effect<number, E, R>
}

/** What was answered already, by id: −1 is declined. */
const Answers = Schema.Record(Schema.String, Schema.Int.check(Schema.isGreaterThanOrEqualTo(-1)))

const decodeAnswers = Schema.decodeUnknownEffect(Schema.fromJsonString(Answers))

const atFault = (path: string, fault: LabelsFileFault): OracleError =>
  new OracleError({ reason: { _tag: "LabelsFile", path, ...fault } })

const textAt = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const none = (error: PlatformError) =>
    error.reason._tag === "NotFound"
      ? Effect.succeed("{}")
      : Effect.fail(atFault(path, { fault: "Unreadable", cause: error }))
  return yield* Effect.catch(fs.readFileString(path), none)
})

/** The answers from before a stop, each a class or −1; what else the file may hold is refused, not taken for answers. */
const answersAt = Effect.fnUntraced(function*(path: string, classes: number) {
  const answers = yield* Effect.mapError(
    decodeAnswers(yield* textAt(path)),
    (cause) => atFault(path, { fault: "Format", expected: "answers", cause })
  )
  const wrong = Object.entries(answers).find(([, label]) => label >= classes)
  if (wrong === undefined) return answers
  return yield* atFault(path, { fault: "Class", id: wrong[0], value: wrong[1], classes })
})

/**
 * The labels of a `question`, asked of a person one after the other. Each answer is on the disk before the next item is asked
 * about, so that nothing is asked twice after a stop.
 *
 * `how` says who is asked and where the answers are kept. Fails as its `ask` does, and with an `OracleError`, reason `LabelsFile`,
 * where the file cannot be read or written, or holds something else than answers.
 */
export const askOneByOne = Effect.fn("askOneByOne")(function*<E, R>(
  question: LabelRequest,
  how: OneByOne<E, R>
): Effect.fn.Return<Answer, E | OracleError, R | FileSystem.FileSystem | Path.Path> {
  const { ask, classes, path } = how
  let answers = yield* answersAt(path, classes)
  for (const [i, id] of question.ids.entries()) {
    if (Object.hasOwn(answers, id)) continue
    const item = { id, position: question.positions[i]!, number: i + 1, of: question.ids.length }
    answers = { ...answers, [id]: yield* ask(item) }
    yield* Effect.mapError(
      writeAtomically(path, JSON.stringify(answers)),
      (cause) => atFault(path, { fault: "Unwritable", cause })
    )
  }
  return { labels: Int32Array.from(question.ids, (id) => answers[id]!) }
})
