/**
 * Which images could not be read, kept beside their vectors.
 */
import { writeAtomically } from "@marginalia/datasets/files/write"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Schema from "effect/Schema"
import type { BadItem } from "./setting.ts"

const Bad = Schema.fromJsonString(Schema.Array(Schema.Struct({ item: Schema.Natural, problem: Schema.String })))

const pathOf = (rows: string): string => rows.replace(/\.rows$/, ".bad.json")

/** Keeps what could not be read beside the file of vectors `rows`; where that cannot be written, it is told this time only. */
export const writeBad = (rows: string, bad: ReadonlyArray<BadItem>) =>
  bad.length === 0 ? Effect.void : Effect.ignore(writeAtomically(pathOf(rows), JSON.stringify(bad)))

/** What could not be read when the vectors were made. */
export const readBad = Effect.fnUntraced(function*(rows: string) {
  const fs = yield* FileSystem.FileSystem
  const none: ReadonlyArray<BadItem> = []
  return yield* fs.readFileString(pathOf(rows)).pipe(
    Effect.flatMap(Schema.decodeEffect(Bad)),
    Effect.orElseSucceed(() => none)
  )
})
