/** An encoder that learns without labels on the items themselves, by name. */
import { note } from "@marginalia/core/Notices"
import * as CoreOptions from "@marginalia/core/Options"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { save } from "../../model/store.ts"
import { network } from "../../network/spec.ts"
import { trainingConfig } from "../../train/config.ts"
import { simclr } from "../../train/configs.ts"
import { modelEncoder } from "../model.ts"
import { defineEncoder, type Held, type Setting } from "../plan.ts"
import { pretrain } from "../simclr/pretrain.ts"
import type { Options } from "../simclr/settings.ts"
import { views } from "../simclr/views.ts"

const { field } = CoreOptions
const Count = Schema.Int.check(Schema.isGreaterThan(0))
const Positive = Schema.Finite.check(Schema.isGreaterThan(0))

const options = Schema.Struct({
  epochs: field(Count, 500, "how often it goes over the images"),
  width: field(Count, 64, "channels of the ResNet's first stage"),
  depth: field(Schema.Literals([18, 34]), 18, "the ResNet's depth"),
  stem: field(Schema.Literals(["3x3", "3x3-pool", "7x7"]), "3x3", "how the ResNet begins"),
  batch: field(Count, 512, "images a batch"),
  rate: field(
    Schema.Union([Schema.Literal("auto"), Positive]),
    "auto",
    "the learning rate at first; auto: 0.4 for batches of 512, else in proportion"
  ),
  temperature: field(Positive, 0.1, "of the loss"),
  projection: field(Count, 128, "numbers of the projection"),
  flip: field(Schema.Boolean, true, "whether views are mirrored")
})

/** What a pretraining is told. */
export const optionsOf = (
  { batch, depth, epochs, flip, projection, rate, stem, temperature, width }: typeof options.Type,
  { checkpoint, seed = 0 }: Pick<Setting, "checkpoint" | "seed">
): Options => ({
  network: network({ kind: "resnet", depth, stem, width }),
  training: trainingConfig({
    ...simclr,
    epochs,
    batch,
    rate: rate === "auto" ? simclr.rate * batch / simclr.batch : rate
  }),
  views: views({ flip }),
  temperature,
  projection,
  seed,
  ...(checkpoint !== undefined && { checkpoint: { file: checkpoint } })
})

/** Neighbors say how good the features are, ten times in all. */
const monitorOf = (held: Held | undefined, epochs: number): Pick<Options, "monitor"> =>
  held === undefined ? {} : { monitor: { ...held, every: Math.max(1, Math.floor(epochs / 10)) } }

/** See `Simclr.pretrain`. */
export const simclrPlan = defineEncoder({
  name: "simclr",
  summary: "a ResNet that learns on the images themselves, without labels (Chen et al. 2020)",
  source: "Chen et al. 2020, A simple framework for contrastive learning of visual representations",
  options,
  learns: "train",
  computes: true,
  start: Effect.fnUntraced(function*(asked, { checkpoint, heard, held, items, seed = 0 }) {
    const how = { ...optionsOf(asked, { checkpoint, seed }), ...monitorOf(held, asked.epochs) }
    const { epochs, model, resumed } = yield* pretrain(items, how)
    if (resumed > 0) yield* note(`going on after epoch ${resumed}`)
    yield* Stream.runForEach(epochs, (event) => heard?.(event) ?? Effect.void)
    return {
      encoder: yield* modelEncoder(model),
      about: { simclr: { ...asked }, seed },
      save: (folder: string) => save(model, folder)
    }
  })
})
