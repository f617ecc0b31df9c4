/**
 * From a plan to an encoder over the items.
 */
import { checkFolder, replaceWhole } from "@marginalia/datasets/files/whole-folder"
import type { FoundItems } from "@marginalia/datasets/read-items"
import type { EncoderPlan, Ready } from "@marginalia/models/encoders"
import type { Items } from "@marginalia/models/training"
import { MODEL_FOLDER, TRAINED_ON } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Stdio from "effect/Stdio"
import { versions } from "../version.ts"
import type { EmbedInput } from "./flags.ts"
import { checkpointOf, heldOf, tell } from "./training.ts"

/** A trained encoder is a model like any other, and says what it was trained on. */
const description = (about: Ready<Items>["about"], { items: from, seed, split }: EmbedInput): string =>
  JSON.stringify({ classNames: [], ...about, seed, items: { from, split }, versions }, null, 2) + "\n"

/** An encoder that has learned is always kept: without it, no new item could be embedded as these were. */
const keep = Effect.fnUntraced(
  function*(plan: EncoderPlan, { about, save }: Ready<Items>, input: EmbedInput, to: string) {
    if (save === undefined) return
    const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
    yield* replaceWhole(to, (made) =>
      Effect.andThen(
        save(made),
        plan.learns === "train"
          ? Effect.orDie(fs.writeFileString(paths.join(made, TRAINED_ON), description(about, input)))
          : Effect.void
      ), MODEL_FOLDER)
  }
)

/** The encoder, fitted to or trained on `found.fit` where that is its way, and kept in `to`. Lives as long as the scope. */
export const encoderOf = Effect.fn("encoderOf")(
  function*(plan: EncoderPlan, found: FoundItems, input: EmbedInput, to: string) {
    if (plan.learns !== undefined) yield* checkFolder(to, MODEL_FOLDER)
    const stdio = yield* Stdio.Stdio, held = heldOf(found)
    const ready = yield* plan.start({
      items: found.fit,
      seed: input.seed,
      remote: input.remote,
      checkpoint: yield* checkpointOf(input, plan.name),
      held: plan.learns === "train" ? held : undefined,
      heard: (event) => Effect.provideService(tell(event, found.fit.rows), Stdio.Stdio, stdio)
    })
    yield* keep(plan, ready, input, to)
    return plan.learns === undefined ? ready : { ...ready, about: { ...ready.about, saved: to } }
  }
)
