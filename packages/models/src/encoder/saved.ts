/**
 * What a saved encoder or model says of itself, before it is loaded: which of the two it is, and what items it takes.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { FITTED_FILES } from "./fitted-store.ts"

const Side = Schema.Int.check(Schema.isGreaterThan(0))

const Columns = Schema.fromJsonString(Schema.Struct({ columns: Schema.Array(Schema.String) }))
const Fitted = Schema.fromJsonString(Schema.Struct({ shape: Schema.Array(Side) }))
const Network = Schema.fromJsonString(Schema.Struct({ input: Schema.Array(Side) }))

/** A folder that `--save` or `train` has written. */
export interface Saved {
  readonly kind: "fitted" | "model"
  /** Height, width and channels, or one width; undefined where the folder does not say. Loading it says what is wrong. */
  readonly shape: ReadonlyArray<number> | undefined
  /** The names of the columns that it learned from, where these were a table's; undefined where the folder does not say. */
  readonly columns: ReadonlyArray<string> | undefined
}

/** Looks into a saved folder. Never fails: what is not there counts as a model without a shape. */
export const savedAt = Effect.fn("savedAt")(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const read = <A>(name: string, schema: Schema.Codec<A, string>) =>
    fs.readFileString(paths.join(folder, name)).pipe(
      Effect.flatMap(Schema.decodeEffect(schema)),
      Effect.orElseSucceed(() => undefined)
    )
  if (yield* Effect.orElseSucceed(fs.exists(paths.join(folder, FITTED_FILES.manifest)), () => false)) {
    const found = yield* read(FITTED_FILES.manifest, Fitted), named = yield* read(FITTED_FILES.columns, Columns)
    return { kind: "fitted", shape: found?.shape, columns: named?.columns } satisfies Saved as Saved
  }
  const named = yield* read("training.json", Columns)
  return {
    kind: "model",
    shape: (yield* read("model.json", Network))?.input,
    columns: named?.columns
  } satisfies Saved as Saved
})
