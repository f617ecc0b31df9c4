/**
 * What a round folder says of itself, `round.json`: which items it is of, which model said it, which classes, and the hash
 * of each column, so that none of it can be taken for another's.
 */
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { type FileProblem, InvalidInput, toFileProblem } from "./errors.ts"
import { checkJson } from "./strict-json.ts"

/** The file that makes a folder a round folder. */
export const ROUND = "round.json"

/** The ids of the rows, with the columns `row` and `id`; only where the items have ids. */
export const ROUND_IDS = "ids.csv"

/** The classes that the model takes the items for. */
export const ROUND_PREDICTED = "predicted.csv"

/** The columns that a round folder may hold, each as `NAME.npy`. */
export const roundColumns = ["probability", "passes", "feature", "projection", "prototype"] as const

/** The name of a column of a round folder. */
export type RoundColumn = typeof roundColumns[number]

/** The name of a column's file. */
export const roundFile = (column: RoundColumn): string => `${column}.npy`

/** All files that a round folder may hold. */
export const roundFiles: ReadonlySet<string> = new Set([
  ROUND,
  ROUND_IDS,
  ROUND_PREDICTED,
  ...roundColumns.flatMap((column) => [`${column}.npy`, `${column}.json`])
])

const Sha256 = Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "64 hexadecimal digits" }))

const File = Schema.Struct({ path: Schema.String, sha256: Sha256 })

const Column = Schema.Struct({ sha256: Sha256, shape: Schema.Array(Schema.Natural) })

/** The form of `round.json`. Paths are relative to the folder. */
const Form = Schema.Struct({
  marginaliaRound: Schema.Literal(1),
  /** How many items. */
  rows: Schema.Natural,
  /** The hash of their ids, see {@link hashOfIds}; `null` where the items are their row numbers. */
  ids: Schema.NullOr(Sha256),
  /** The file of the items; `null` for a data set and for a folder of images. */
  pool: Schema.NullOr(File),
  /** The model's folder, and the hash of its `model.json`, which holds that of the weights. */
  model: File,
  /** By number; `null` where the model does not name them. */
  classes: Schema.NullOr(Schema.Array(Schema.String)),
  columns: Schema.Record(Schema.Literals(roundColumns), Schema.optionalKey(Column)),
  versions: Schema.Record(Schema.String, Schema.String)
})

/** What a round folder says of itself. */
export type RoundAbout = typeof Form.Type

/** A round folder that was found: where it is, and what it says of itself. */
export interface Round {
  readonly folder: string
  /** The path of its `round.json`. */
  readonly path: string
  /** What it says of itself. */
  readonly about: RoundAbout
}

/** One hash of all ids in their order. O(total length). */
export const hashOfIds = (ids: ReadonlyArray<string>): string => {
  const hash = createHash("sha256")
  for (const id of ids) hash.update(`${JSON.stringify(id)}\n`)
  return hash.digest("hex")
}

/** The text of `round.json`. */
export const printRound = (about: Omit<RoundAbout, "marginaliaRound">): string =>
  `${JSON.stringify({ marginaliaRound: 1, ...about }, undefined, 2)}\n`

const parse = (text: string): unknown => {
  const value: unknown = JSON.parse(text)
  checkJson(text, value)
  return value
}

/** A class twice would be two columns of one name. */
const checkClasses = ({ classes }: RoundAbout): void => {
  if (classes !== null && new Set(classes).size < classes.length) throw new Error("a class twice")
}

/** `round.json` from its text. Fails with an `Error` for whatever it is not. */
const decode = (text: string): Effect.Effect<RoundAbout, Error> =>
  Effect.try({ try: () => parse(text), catch: (cause) => cause as Error }).pipe(
    Effect.flatMap(Schema.decodeUnknownEffect(Form)),
    Effect.mapError((error) => new Error(error.message)),
    Effect.tap((about) => Effect.try({ try: () => checkClasses(about), catch: (cause) => cause as Error }))
  )

/**
 * What a round folder says of itself; none of its columns is read.
 *
 * Fails with `InvalidInput` for a folder without a `round.json` and for one that cannot be read, and with `FileProblem` where
 * no folder is.
 */
export const readRound = Effect.fn("readRound")(function*(
  folder: string
): Effect.fn.Return<Round, InvalidInput | FileProblem, FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const path = paths.join(folder, ROUND), fail = Effect.mapError(toFileProblem(folder))
  const refuse = (problem: string) =>
    new InvalidInput({
      path: folder,
      problem,
      hint: Message.text`a round folder is what ${Message.setting("roundFolder")} of marginalia predict writes`,
      reason: "Format",
      expected: "a round folder"
    })
  const { type } = yield* fs.stat(folder).pipe(fail)
  if (type !== "Directory") return yield* refuse("this is a file, not a round folder")
  if (!(yield* fs.exists(path).pipe(fail))) return yield* refuse(`this is no round folder: there is no ${ROUND} in it`)
  const text = yield* fs.readFileString(path).pipe(Effect.mapError(toFileProblem(path)))
  const about = yield* decode(text).pipe(
    Effect.mapError(({ message }) =>
      new InvalidInput({
        path,
        problem: `this is no description of a round (${message})`,
        hint: "predict again",
        reason: "Format",
        expected: "the description of a round"
      })
    )
  )
  return { folder, path, about }
})
