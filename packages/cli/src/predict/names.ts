/**
 * The names of a model's classes.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { ABOUT } from "../train/save.ts"

const About = Schema.fromJsonString(Schema.Struct({ classNames: Schema.Array(Schema.String) }))

/** The names that were written when the model was trained; undefined where there are none, or not so many. */
export const classNamesOf = Effect.fn("classNamesOf")(function*(folder: string, classes: number) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const names = yield* fs.readFileString(paths.join(folder, ABOUT)).pipe(
    Effect.flatMap(Schema.decodeEffect(About)),
    Effect.map(({ classNames }) => classNames),
    Effect.orElseSucceed((): ReadonlyArray<string> => [])
  )
  return names.length === classes ? names : undefined
})
