/**
 * From a plan to an encoder over the items: fitted or trained where that is its way, and kept. Tested in
 * packages/cli/test/saved-encoder.test.ts and embed.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { checkFolder, replaceWhole } from "@marginalia/datasets/files/whole-folder"
import { type AnyItems, type Items, slice } from "@marginalia/datasets/items"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { FoundItems } from "@marginalia/datasets/read-items"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { MODEL_FOLDER, TRAINED_ON } from "../../model/folder.ts"
import { FITTED_FILES } from "../fitted-store.ts"
import type { EncoderPlan, Held, Learning, Ready } from "../plan.ts"

/** How an encoder begins. */
export interface BeginOptions {
  /** What a training draws from. Default 0. */
  readonly seed?: number | undefined
  /** Whether a model that is not here may be fetched. Default false. */
  readonly remote?: boolean | undefined
  /** The folder in which a training keeps how far it came. Default: it keeps nothing. */
  readonly checkpoint?: string | undefined
  /** Whether it goes on from the checkpoint that is there. Default false. */
  readonly resume?: boolean | undefined
  /** The folder in which an encoder that learns is kept, so that new items can be embedded as these. Default: it is not kept. */
  readonly save?: string | undefined
  /** Which versions are at work, by package, for what is kept. Default none. */
  readonly versions?: { readonly [name: string]: string } | undefined
  /** Hears of each epoch of a training. Default: nobody does. */
  readonly heard?: ((epoch: Learning) => Effect.Effect<void>) | undefined
}

/** The checkpoint's file; refuses places that cannot be used, before hours of training. */
const checkpointOf = Effect.fnUntraced(
  function*({ checkpoint: folder, resume = false }: BeginOptions, encoder: string) {
    const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
    if (folder === undefined) {
      if (!resume) return undefined
      const problem = Message
        .text`${Message.setting("resume", { value: true })} is given without ${Message.setting("checkpoint")}`
      return yield* new UsageProblem({ problem, hint: "name the folder", reason: "Missing", setting: "checkpoint" })
    }
    const file = paths.join(folder, `${encoder}.checkpoint`)
    yield* fs.makeDirectory(folder, { recursive: true }).pipe(Effect.mapError(toFileProblem(folder)))
    const there = yield* fs.exists(file).pipe(Effect.mapError(toFileProblem(file)))
    if (there === resume) return file
    const problem = there ? `there is a checkpoint in ${folder}` : `there is no checkpoint in ${folder}`
    const going = Message.setting("resume", { value: true })
    const hint = there
      ? Message.text`go on from it with ${going}, or name another folder`
      : Message.text`leave ${going} out`
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
const heldOf = ({ classNames, items, labels, test }: FoundItems): Held | undefined => {
  if (labels === undefined || test?.labels === undefined) return undefined
  return {
    bank: { items: first(items, 5000), labels: labels.subarray(0, 5000) },
    test: { items: first(test.items, 1000), labels: test.labels.subarray(0, 1000) },
    classes: classNames.length
  }
}

/** A trained encoder is a model like any other, and says what it was trained on. */
const description = (
  about: Ready<Items>["about"],
  { name: from, split }: FoundItems,
  { seed = 0, versions = {} }: BeginOptions
): string => JSON.stringify({ classNames: [], ...about, seed, items: { from, split }, versions }, null, 2) + "\n"

/** An encoder that has learned is kept: without it, no new item could be embedded as these were. */
const keep = Effect.fnUntraced(
  function*(plan: EncoderPlan, { about, save }: Ready<Items>, found: FoundItems, options: BeginOptions) {
    if (save === undefined || options.save === undefined) return
    const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
    const said = description(about, found, options), columns = found.columns?.names
    yield* replaceWhole(options.save, (made) =>
      Effect.andThen(
        save(made),
        plan.learns === "train"
          ? Effect.orDie(fs.writeFileString(paths.join(made, TRAINED_ON), said))
          : columns === undefined
          ? Effect.void
          : Effect.orDie(fs.writeFileString(paths.join(made, FITTED_FILES.columns), `${JSON.stringify({ columns })}\n`))
      ), MODEL_FOLDER)
  }
)

/** The encoder, fitted to or trained on `found.fit` where that is its way, and kept. Lives as long as the scope. */
export const begin = Effect.fn("begin")(function*(plan: EncoderPlan, found: FoundItems, options: BeginOptions) {
  const { heard, remote, save, seed = 0 } = options
  if (plan.learns !== undefined && save !== undefined) yield* checkFolder(save, MODEL_FOLDER)
  const ready = yield* plan.start({
    items: found.fit,
    seed,
    remote,
    checkpoint: yield* checkpointOf(options, plan.name),
    held: plan.learns === "train" ? heldOf(found) : undefined,
    ...(heard === undefined ? {} : { heard })
  })
  yield* keep(plan, ready, found, options)
  const kept = plan.learns !== undefined && save !== undefined
  return kept ? { ...ready, about: { ...ready.about, saved: save } } : ready
})
