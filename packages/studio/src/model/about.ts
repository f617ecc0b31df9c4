/**
 * What an exported model says of itself, in `training.json`: how items are to be embedded, what it was trained on, and how right
 * it is.
 */
import { InvalidInput } from "@marginalia/datasets/files/errors"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"

/** The files of an exported model, and the folder of what the encoder learned. */
export const FILES = { about: "training.json", onnx: "head.onnx", encoder: "encoder" } as const

const Interval = Schema.Struct({ value: Schema.Number, low: Schema.Number, high: Schema.Number })

/** What is said of labeling. */
export const Labeling = Schema.Struct({
  format: Schema.Literal("marginalia-labeling-model"),
  version: Schema.Literal(1),
  /** What the items were. */
  items: Schema.Literals(["Files", "Arrays", "Vectors", "Table"]),
  /** How new items become vectors: see `Kept`. */
  how: Schema.Literals(["given", "words", "fitted", "named"]),
  /** A table's column of texts, or the columns that were read. */
  textColumn: Schema.optionalKey(Schema.String),
  columns: Schema.optionalKey(Schema.Array(Schema.String)),
  /** The value that is white in images of more than 8 bits a channel. */
  white: Schema.optionalKey(Schema.Number),
  /** Height, width and channels of an array's images, where a person said them. */
  shape: Schema.optionalKey(Schema.Tuple([Schema.Natural, Schema.Natural, Schema.Natural])),
  /** What is taken off each number of a vector before the model. */
  offset: Schema.optionalKey(Schema.Array(Schema.Number)),
  /** The last event of the project's journal that the model knows of, and its hash. */
  journal: Schema.Struct({ events: Schema.Natural, hash: Schema.String }),
  /** What the held-out labels say, on which it was not trained; `null` without any. */
  heldOut: Schema.Struct({
    labels: Schema.Natural,
    accuracy: Schema.NullOr(Interval),
    balancedAccuracy: Schema.NullOr(Interval)
  })
})

/** See the module. */
export const About = Schema.Struct({
  classNames: Schema.Array(Schema.String),
  seed: Schema.Int,
  strategy: Schema.String,
  items: Schema.Struct({ from: Schema.String, labeled: Schema.Natural }),
  /** The encoder: its text, and the hash that names what it computes. */
  embedding: Schema.Struct({
    text: Schema.String,
    hash: Schema.String,
    l2: Schema.Boolean,
    saved: Schema.optionalKey(Schema.String)
  }),
  labeling: Labeling,
  versions: Schema.Record(Schema.String, Schema.String)
})

/** See {@link About}. */
export type About = typeof About.Type

const decode = Schema.decodeUnknownEffect(About)

/** A description as text. */
export const printAbout = (about: About): string => `${JSON.stringify(about, null, 2)}\n`

/**
 * What the model in a folder says of itself; undefined where it is of another kind, or no model. Fails with `InvalidInput`
 * where it is one of labeling, and cannot be read.
 */
export const readAbout = Effect.fn("studio.readAbout")(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path, path = paths.join(folder, FILES.about)
  const value: unknown = yield* fs.readFileString(path).pipe(
    Effect.flatMap((text) => Effect.try((): unknown => JSON.parse(text))),
    Effect.orElseSucceed(() => undefined)
  )
  if (typeof value !== "object" || value === null || !("labeling" in value)) return undefined
  return yield* decode(value).pipe(
    Effect.mapError((cause) =>
      new InvalidInput({
        path,
        problem: `this is no description of a model of this version (${String(cause).split("\n")[0]!})`,
        hint: "export the model again",
        reason: "Format",
        expected: "the description of a model",
        value
      })
    )
  )
})
