/**
 * `marginalia embed`: from images or vectors to an embedding.
 */
import { Spec } from "@marginalia/core"
import { Kernels } from "@marginalia/core/node"
import { note } from "@marginalia/core/Notices"
import { duration } from "@marginalia/core/Words"
import { type Places, places, writeEmbedding } from "@marginalia/datasets/files/embedding-write"
import { checkOutputs, checkPlaces, type Named, type Target } from "@marginalia/datasets/files/outputs"
import { isTexts, readTexts } from "@marginalia/datasets/files/texts"
import { itemFiles, readItems } from "@marginalia/datasets/read-items"
import { withScratch } from "@marginalia/datasets/scratch-scope"
import { library } from "@marginalia/experiments/engine/library"
import { withinMemory } from "@marginalia/experiments/selection/resident"
import {
  cacheFolder,
  type Embedded,
  embedItems,
  type EmbedOptions,
  embedTexts,
  type EncoderPlan
} from "@marginalia/models/encoders"
import { backendLayer, readBackend } from "@marginalia/models/training"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stdio from "effect/Stdio"
import { availableParallelism } from "node:os"
import { backendAsked, itemsAsked } from "../items/asked.ts"
import { readMemory } from "../memory.ts"
import { shellQuoted } from "../shell.ts"
import * as progress from "../terminal/progress.ts"
import { epochText, show } from "../train/progress.ts"
import { versions } from "../version.ts"
import type { EmbedInput } from "./flags.ts"
import { idle, readPlan } from "./plan.ts"

/** The folder of the cache; undefined for `none`. */
const folderOf = (cache: Option.Option<string>) =>
  Option.match(cache, {
    onNone: () => cacheFolder,
    onSome: (folder) => Effect.succeed(folder === "none" ? undefined : folder)
  })

/** The flags as the settings of `embedItems`; `rows` are those that a training goes over. */
const optionsOf = Effect.fnUntraced(function*(input: EmbedInput, plan: EncoderPlan, to: Places, rows: number) {
  const { batch, cache, checkpoint, l2, remote, resume, seed } = input, stdio = yield* Stdio.Stdio
  return {
    seed,
    remote,
    l2,
    resume,
    checkpoint: Option.getOrUndefined(checkpoint),
    batch: Option.getOrUndefined(batch),
    cache: plan.cached === true ? yield* folderOf(cache) : undefined,
    save: to.encoder,
    versions,
    heard: (event) => {
      const how = event.knn === undefined ? undefined : `neighbors right ${event.knn.toFixed(3)}`
      return Effect.provideService(show(epochText(event, how, rows), event.epoch, event.epochs), Stdio.Stdio, stdio)
    }
  } satisfies EmbedOptions as EmbedOptions
})

/** What computes: kernels on threads, and tensors where the encoder is a network. */
const layers = (input: EmbedInput, { computes }: EncoderPlan) => {
  const kernels = Kernels.layer({ threads: Option.getOrElse(input.threads, availableParallelism) })
  return Layer.mergeAll(progress.layer, kernels, computes === true ? backendLayer(backendAsked(input)) : Layer.empty)
}

/** Flags that say nothing to this encoder are refused rather than passed over. */
const checkFlags = ({ checkpoint, remote, resume, save }: EmbedInput, { learns, mayFetch, name }: EncoderPlan) => {
  const given: ReadonlyArray<readonly [flag: string, is: boolean, fits: boolean, names: ReadonlyArray<string>]> = [
    ["allow-remote", remote, mayFetch === true, ["transformers"]],
    ["save", Option.isSome(save), learns !== undefined, ["standardize", "pca", "simclr"]],
    ["checkpoint", Option.isSome(checkpoint), learns === "train", ["simclr"]],
    ["resume", resume, learns === "train", ["simclr"]]
  ]
  const wrong = given.find(([, is, fits]) => is && !fits)
  return wrong === undefined ? Effect.void : Effect.fail(idle(wrong[0], name, wrong[3]))
}

/** Writes the files, and says what was done. */
const finish = Effect.fnUntraced(function*(to: Places, embedded: Embedded, { l2 }: EmbedInput, start: number) {
  const { labels, matrix: { cols, rows }, name } = embedded
  yield* writeEmbedding(to, { ...embedded, versions })
  const took = duration((yield* Clock.currentTimeMillis) - start)
  yield* note(`${to.npy}: ${rows} × ${cols}, ${name}${l2 ? ", of length one" : ""}, ${took}`)
  yield* note(`beside it: ${[to.ids, ...(labels === undefined ? [] : [to.labels]), to.about].join(", ")}`)
})

const sayKept = ({ learns }: EncoderPlan, { encoder }: Places) => {
  if (learns === undefined) return Effect.void
  const named = Spec.print(Spec.make("fitted", { folder: encoder }, { positional: ["folder"], defaults: {} }))
  return note(`${encoder}: the encoder; new items become such vectors by --encoder ${shellQuoted(named)}`)
}

const ofItems = Effect.fnUntraced(function*(asked: EncoderPlan, to: Places, input: EmbedInput, start: number) {
  const plan = yield* asked.look ?? Effect.succeed(asked)
  const { columns, scales, shape, small } = plan
  const found = yield* readItems(input.items, yield* itemsAsked(input), { columns, shape, scales, small })
  const options = yield* optionsOf(input, plan, to, found.fit.rows)
  yield* finish(to, yield* embedItems(found, plan, options).pipe(Effect.provide(layers(input, plan))), input, start)
  yield* sayKept(plan, to)
}, withScratch)

const ofTexts = Effect.fnUntraced(function*(asked: EncoderPlan, to: Places, input: EmbedInput, start: number) {
  const plan = yield* asked.look ?? Effect.succeed(asked)
  const texts = yield* readTexts(input.items), options = yield* optionsOf(input, plan, to, texts.length)
  const embedding = embedTexts(input.items, texts, plan, options)
  yield* finish(to, yield* Effect.provide(embedding, layers(input, plan)), input, start)
})

const outputsOf = (to: Places, { learns }: EncoderPlan, { save }: EmbedInput): ReadonlyArray<Target> => [
  { what: "--out", path: to.npy },
  { what: "--ids", path: to.ids },
  { what: "the labels beside --out", path: to.labels },
  { what: "the description beside --out", path: to.about },
  ...(learns !== undefined
    ? [{ what: Option.isSome(save) ? "--save" : "the encoder beside --out", path: to.encoder, folder: true }]
    : [])
]

const inputsOf = ({ reads }: EncoderPlan, input: EmbedInput): ReadonlyArray<Named> => [
  ...itemFiles(input.items, library()),
  ...Option.toArray(input.data).map((path) => ({ what: "--data", path })),
  ...Option.toArray(input.checkpoint).map((path) => ({ what: "--checkpoint", path })),
  ...reads.map((path) => ({ what: "the encoder", path }))
]

/** Reads the items, encodes them, writes the files, and says what was done. */
export const embed = Effect.fn("embed")(function*(input: EmbedInput) {
  const limit = yield* readMemory(input.memory), plan = yield* readPlan(input)
  yield* readBackend(backendAsked(input))
  yield* checkFlags(input, plan)
  const to = yield* places(input.out, Option.getOrUndefined(input.ids), Option.getOrUndefined(input.save))
  yield* checkOutputs(outputsOf(to, plan, input), inputsOf(plan, input))
  yield* checkPlaces(outputsOf(to, plan, input))
  const start = yield* Clock.currentTimeMillis
  const work = (isTexts(input.items) ? ofTexts : ofItems)(plan, to, input, start)
  yield* limit === undefined ? work : withinMemory(work, {
    limit,
    planned: undefined,
    fewer: Option.getOrUndefined(input.batch) === 1 ? undefined : "batch"
  })
})
