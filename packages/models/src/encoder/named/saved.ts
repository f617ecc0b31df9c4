/** Encoders that lie in folders: fitted ones, and the features of models that were trained here. */
import type * as Named from "@marginalia/core/Named"
import * as Options from "@marginalia/core/Options"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { load } from "../../model/store.ts"
import { loadFitted } from "../fitted-store.ts"
import { fittedEncoder } from "../fitted.ts"
import { modelEncoder } from "../model.ts"
import { defineEncoder, type EncoderPlan } from "../plan.ts"
import { savedAt } from "../saved.ts"

const fields = (description: string) => ({ folder: Options.required(Options.Path, description) })

type Fields = ReturnType<typeof fields>

const plans: { readonly [kind in "fitted" | "model"]: () => Named.Maker<Fields, EncoderPlan> } = {
  fitted: () => fittedPlan,
  model: () => modelPlan
}

/** Either word names either kind of folder: what lies there says what it is, and the shape of its items. */
const look = ({ folder }: { readonly folder: string }, asked: EncoderPlan) =>
  Effect.map(savedAt(folder), ({ columns, kind, shape }): EncoderPlan => {
    const { look: _, ...plan } = asked.name === kind ? asked : plans[kind]()({ folder })
    return { ...plan, shape: shape as EncoderPlan["shape"], columns }
  })

/** An encoder that was fitted to other items and kept. */
export const fittedPlan = defineEncoder({
  name: "fitted",
  summary: "an encoder that was fitted to other items and kept (standardize, pca)",
  options: Schema.Struct(fields("the folder that it was kept in")),
  positional: ["folder"],
  reads: ({ folder }) => [folder],
  look,
  start: ({ folder }) =>
    Effect.map(loadFitted(folder), (fitted) => ({ encoder: fittedEncoder(fitted), about: { saved: folder } }))
})

/** The features of a model that was trained here. */
export const modelPlan = defineEncoder({
  name: "model",
  summary: "the features of a network that was trained here: by simclr, or by marginalia train",
  options: Schema.Struct(fields("the folder that the model was saved in")),
  positional: ["folder"],
  reads: ({ folder }) => [folder],
  cached: true,
  computes: true,
  look,
  start: Effect.fnUntraced(function*({ folder }) {
    return { encoder: yield* modelEncoder(yield* load(folder)), about: { saved: folder } }
  })
})
