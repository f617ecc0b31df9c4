/**
 * An oracle of files: the batch is written where an annotation tool finds it, and the labels are read when they are
 * there.
 */
import { type Answer, type LabelRequest, Oracle, OracleError } from "@marginalia/core/Oracle"
import { writeAtomically } from "@marginalia/datasets/files/write"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import { printBatch, readBatch, type Wording } from "./batch.ts"

/** Where the files lie, and what labels look like in them. */
export interface Exchange extends Wording {
  /** Made when it is not there. */
  readonly folder: string
}

const inTheWay = (path: string, fault: "Unwritable" | "Unreadable") => (cause: unknown) =>
  new OracleError({ reason: { _tag: "LabelsFile", path, fault, cause } })

const fileOf = Effect.fnUntraced(function*({ folder }: Exchange, { round }: LabelRequest, what: string) {
  const path = yield* Path.Path
  return path.join(folder, `round-${round}.${what}.csv`)
})

/**
 * Writes the batch of a question to `round-<n>.ask.csv`, with the columns `id`, `position` and a blank `label`; gives
 * the file's path. The file is there whole or not at all.
 *
 * `exchange` says where the files lie. Fails with an `OracleError`, reason `LabelsFile`, where the file cannot be written.
 */
export const ask = Effect.fn("ask")(function*(
  question: LabelRequest,
  exchange: Exchange
): Effect.fn.Return<string, OracleError, FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem
  const file = yield* fileOf(exchange, question, "ask")
  yield* fs.makeDirectory(exchange.folder, { recursive: true }).pipe(
    Effect.andThen(writeAtomically(file, printBatch(question))),
    Effect.mapError(inTheWay(file, "Unwritable"))
  )
  return file
})

const judge = (question: LabelRequest, text: string, exchange: Exchange, file: string) =>
  Effect.try({
    try: () => readBatch(question, text, exchange, file),
    catch: (error) => error instanceof OracleError ? error : inTheWay(file, "Unreadable")(error)
  })

/** The text of the labels' file, and its path; undefined when it is not there. */
const labelsText = Effect.fnUntraced(function*(question: LabelRequest, exchange: Exchange) {
  const fs = yield* FileSystem.FileSystem
  const file = yield* fileOf(exchange, question, "labels")
  const read = Effect.gen(function*() {
    return (yield* fs.exists(file)) ? yield* fs.readFileString(file) : undefined
  })
  return { file, text: yield* Effect.mapError(read, inTheWay(file, "Unreadable")) }
})

/**
 * Reads the labels of a question from `round-<n>.labels.csv`, a table with the columns `id` and `label` in any order;
 * undefined as long as the file, an item or a label is missing.
 *
 * Fails with an `OracleError`, reason `LabelsFile`: when it cannot be read, is no such table or is of another batch, and
 * when a label is no class; its `fault` says which.
 *
 * `exchange` says where the files lie and how labels are written.
 */
export const tell = Effect.fn("tell")(function*(
  question: LabelRequest,
  exchange: Exchange
): Effect.fn.Return<Answer | undefined, OracleError, FileSystem.FileSystem | Path.Path> {
  const { file, text } = yield* labelsText(question, exchange)
  return text === undefined ? undefined : yield* judge(question, text, exchange, file)
})

/** Looks again and again; a file that changed since the last look is still being written, and is not judged. */
const wait = Effect.fnUntraced(function*(question: LabelRequest, exchange: Exchange, every: Duration.Input) {
  let before: string | undefined
  while (true) {
    const { file, text } = yield* labelsText(question, exchange)
    if (text !== undefined && text === before) {
      const answer = yield* judge(question, text, exchange, file)
      if (answer !== undefined) return answer
    }
    before = text
    yield* Effect.sleep(every)
  }
})

/**
 * How does any annotation tool take part? {@link ask}s, waits, and {@link tell}s: looks every so often (default one
 * second) until each item of the batch has a label. Labels that are there already, from before a stop, are taken as
 * they are.
 *
 * `exchange` says where the files lie and how labels are written. Its `label` fails as {@link ask} and {@link tell} do.
 */
export const fileExchange = (
  exchange: Exchange & { readonly every?: Duration.Input }
): Layer.Layer<Oracle, never, FileSystem.FileSystem | Path.Path> =>
  Layer.effect(
    Oracle,
    Effect.gen(function*() {
      const context = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
      return {
        label: (question) =>
          ask(question, exchange).pipe(
            Effect.andThen(wait(question, exchange, exchange.every ?? Duration.seconds(1))),
            Effect.provide(context)
          )
      }
    })
  )
