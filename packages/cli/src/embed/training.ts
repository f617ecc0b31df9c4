/**
 * Encoders that are trained on the items themselves: where they keep how far they came, and how they are doing.
 */
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { type AnyItems, slice } from "@marginalia/datasets/items"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { FoundItems } from "@marginalia/datasets/read-items"
import type { Held, Learning } from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { epochText, show } from "../train/progress.ts"
import type { EmbedInput } from "./flags.ts"

/** The checkpoint's file; refuses places that cannot be used, before hours of training. */
export const checkpointOf = Effect.fnUntraced(
  function*({ checkpoint, resume }: Pick<EmbedInput, "checkpoint" | "resume">, encoder: string) {
    const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
    if (Option.isNone(checkpoint)) {
      if (!resume) return undefined
      return yield* new UsageProblem({
        problem: "--resume is given without --checkpoint",
        hint: "name the folder",
        reason: "Missing",
        setting: "checkpoint"
      })
    }
    const folder = checkpoint.value, file = paths.join(folder, `${encoder}.checkpoint`)
    yield* fs.makeDirectory(folder, { recursive: true }).pipe(Effect.mapError(toFileProblem(folder)))
    const there = yield* fs.exists(file).pipe(Effect.mapError(toFileProblem(file)))
    if (there === resume) return file
    const problem = there ? `there is a checkpoint in ${folder}` : `there is no checkpoint in ${folder}`
    const hint = there ? "go on from it with --resume, or name another folder" : "leave --resume out"
    return yield* new UsageProblem({
      problem,
      hint,
      setting: "checkpoint",
      value: folder,
      reason: there ? "Occupied" : "Mismatch",
      expected: "a checkpoint"
    })
  }
)

const first = (items: AnyItems, count: number): AnyItems => {
  const rows = Math.min(items.rows, count)
  return "read" in items ? { ...items, rows } : slice(items, 0, rows)
}

/** Where labels are known, neighbors say how good the features are; the training never sees them. */
export const heldOf = ({ classNames, items, labels, test }: FoundItems): Held | undefined => {
  if (labels === undefined || test?.labels === undefined) return undefined
  return {
    bank: { items: first(items, 5000), labels: labels.subarray(0, 5000) },
    test: { items: first(test.items, 1000), labels: test.labels.subarray(0, 1000) },
    classes: classNames.length
  }
}

/** Tells how an epoch on so many items went. */
export const tell = (event: Learning, items: number) => {
  const how = event.knn === undefined ? undefined : `neighbors right ${event.knn.toFixed(3)}`
  return show(epochText(event, how, items), event.epoch, event.epochs)
}
