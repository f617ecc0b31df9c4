/**
 * `marginalia verify`: recomputes a selection from its manifest and confirms it, or shows what differs.
 */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { verifyManifest } from "@marginalia/experiments/verify-manifest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { OtherPicks } from "../errors.ts"
import { readPairs } from "../query/pairs.ts"
import { print } from "../terminal/print.ts"
import * as progress from "../terminal/progress.ts"
import { versions } from "../version.ts"
import { differenceLines } from "./differences.ts"

/** What was asked for. */
export interface VerifyInput {
  readonly manifest: string
  readonly pool: Option.Option<string>
  readonly column: ReadonlyArray<string>
  readonly roundFolder: Option.Option<string>
  readonly only: ReadonlyArray<string>
  readonly exclude: ReadonlyArray<string>
  readonly include: ReadonlyArray<string>
  readonly metadata: Option.Option<string>
  readonly plugin: ReadonlyArray<string>
  readonly threads: Option.Option<number>
}

/** Prints `confirmed: N picks`, or the differences, and then fails with `OtherPicks`. */
export const verify = Effect.fn("verify")(function*({ column, manifest, plugin, ...asked }: VerifyInput) {
  const { comparison, selection } = yield* verifyManifest(manifest, {
    pool: Option.getOrUndefined(asked.pool),
    columns: yield* readPairs("column", column),
    roundFolder: Option.getOrUndefined(asked.roundFolder),
    only: asked.only,
    exclude: asked.exclude,
    include: asked.include,
    metadata: Option.getOrUndefined(asked.metadata),
    plugins: plugin,
    threads: Option.getOrUndefined(asked.threads),
    versions
  }).pipe(Effect.provide(progress.layer))
  if (comparison.differences.length === 0) {
    yield* print(`confirmed: ${counted(comparison.picks, "pick")}`)
    return yield* note(`${selection.strategy}, seed ${selection.seed}`)
  }
  yield* print(differenceLines(comparison).join("\n"))
  return yield* new OtherPicks({ differences: comparison.differences.length, of: comparison.picks })
})
