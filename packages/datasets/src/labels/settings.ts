/**
 * Settings of the reader of labels, where there is nothing to read. Tested in train/learnable.test.ts of models.
 */
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import type { LabelOptions } from "../files/labels.ts"
import { UsageProblem } from "../problems.ts"

/**
 * Refuses settings that say how labels are read where no file of them is named; `known` says whether there are labels all the
 * same, of which some may be skipped. Fails with `UsageProblem`.
 */
export const refuseLabelSettings = (
  { byPosition, labelField, skip = [], trustPredictions }: Omit<LabelOptions, "pool">,
  known: boolean
): Effect.Effect<void, UsageProblem> => {
  const given: ReadonlyArray<readonly [setting: string, is: boolean]> = [
    ["labelField", labelField !== undefined],
    ["byPosition", byPosition === true],
    ["skip", skip.length > 0 && !known],
    ["trustPredictions", trustPredictions === true]
  ]
  const wrong = given.find(([, is]) => is)
  if (wrong === undefined) return Effect.void
  const labels = Message.setting("labels"), [setting] = wrong
  const problem = Message.text`${Message.setting(setting)} says how to read ${labels}, and there are none`
  return Effect.fail(
    new UsageProblem({
      problem,
      hint: Message.text`give ${labels}, or leave it out`,
      reason: "Missing",
      setting: "labels",
      settings: ["labels", setting]
    })
  )
}
