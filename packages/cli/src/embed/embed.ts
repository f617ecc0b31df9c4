/**
 * `marginalia embed`: from images or vectors to an embedding.
 */
import { type Matrix, Spec } from "@marginalia/core"
import { Kernels } from "@marginalia/core/node"
import { note } from "@marginalia/core/Notices"
import { counted, duration } from "@marginalia/core/Words"
import { type Embedding, type Places, places, writeEmbedding } from "@marginalia/datasets/files/embedding-write"
import { checkOutputs, checkPlaces, type Named, type Target } from "@marginalia/datasets/files/outputs"
import { isTexts, readTexts } from "@marginalia/datasets/files/texts"
import { UsageProblem } from "@marginalia/datasets/problems"
import { type FoundItems, itemFiles, readItems } from "@marginalia/datasets/read-items"
import { withScratch } from "@marginalia/datasets/scratch-scope"
import { library } from "@marginalia/experiments/engine/library"
import {
  cacheFolder,
  encodeCached,
  Encoder,
  type EncoderPlan,
  type Ready,
  Source,
  unitRows
} from "@marginalia/models/encoders"
import { backendLayer, readBackend } from "@marginalia/models/training"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { availableParallelism } from "node:os"
import { backendAsked, itemsAsked } from "../items/asked.ts"
import { shellQuoted } from "../shell.ts"
import * as progress from "../terminal/progress.ts"
import { versions } from "../version.ts"
import { encoderOf } from "./encoder.ts"
import type { EmbedInput } from "./flags.ts"
import { idle, readPlan } from "./plan.ts"

/** The folder of the cache; undefined for `none`. */
const folderOf = (cache: Option.Option<string>) =>
  Option.match(cache, {
    onNone: () => cacheFolder,
    onSome: (folder) => Effect.succeed(folder === "none" ? undefined : folder)
  })

/** The vectors of a source, by way of the cache where the encoder is worth it. */
const vectorsOf = Effect.fnUntraced(function*<B>(
  { cached }: EncoderPlan,
  ready: Ready<B>,
  source: Source.Source<B>,
  input: EmbedInput
) {
  const batches = Option.isSome(input.batch) ? { batch: input.batch.value } : {}
  const folder = cached === true ? yield* folderOf(input.cache) : undefined
  if (folder === undefined) return yield* Encoder.encode(ready.encoder, source, batches)
  const { matrix, reused } = yield* encodeCached(ready.encoder, source, { ...batches, folder })
  if (reused > 0) yield* note(`${counted(reused, "vector")} of ${source.rows} were in the cache (${folder})`)
  return matrix
})

const normalized = Effect.fnUntraced(function*(matrix: Parameters<typeof unitRows>[0], ids: ReadonlyArray<string>) {
  const { matrix: unit, zeroRows: [first, ...more] } = yield* unitRows(matrix)
  if (first !== undefined) {
    yield* note(
      `note: ${counted(more.length + 1, "vector")} of length zero stay zero, first that of item ${ids[first]}`
    )
  }
  return unit
})

const namesOf = ({ classNames, labels }: FoundItems): ReadonlyArray<string | undefined> | undefined =>
  labels === undefined ? undefined : Array.from(labels, (label) => classNames[label])

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

/** What was embedded, and how. */
interface Embedded {
  readonly matrix: Matrix.Matrix
  readonly name: string
  readonly about: { readonly [key: string]: unknown }
}

const encoded = Effect.fnUntraced(function*<B>(
  plan: EncoderPlan,
  ready: Ready<B>,
  source: Source.Source<B>,
  ids: ReadonlyArray<string>,
  input: EmbedInput
) {
  const vectors = yield* vectorsOf(plan, ready, source, input)
  const matrix = input.l2 ? yield* normalized(vectors, ids) : vectors
  const { hash: own, identity: hash = own, name } = ready.encoder
  const about = { encoder: { text: plan.text, name, hash, ...ready.about }, l2: input.l2 }
  return { matrix, name, about } satisfies Embedded as Embedded
})

/** Writes the files, and says what was done. */
const finish = Effect.fnUntraced(function*(
  to: Places,
  { about, matrix, name }: Embedded,
  { ids, labels, source }: Pick<Embedding, "ids" | "labels"> & { readonly source: object },
  start: number
) {
  yield* writeEmbedding(to, { matrix, ids, labels, about: { source, ...about }, versions })
  const took = duration((yield* Clock.currentTimeMillis) - start)
  yield* note(
    `${to.npy}: ${matrix.rows} × ${matrix.cols}, ${name}${about["l2"] === true ? ", of length one" : ""}, ${took}`
  )
  yield* note(`beside it: ${[to.ids, ...(labels === undefined ? [] : [to.labels]), to.about].join(", ")}`)
})

const sayKept = ({ learns }: EncoderPlan, { encoder }: Places) => {
  if (learns === undefined) return Effect.void
  const named = Spec.print(Spec.make("fitted", { folder: encoder }, { positional: ["folder"], defaults: {} }))
  return note(`${encoder}: the encoder; new items become such vectors by --encoder ${shellQuoted(named)}`)
}

const ofItems = Effect.fnUntraced(function*(asked: EncoderPlan, to: Places, input: EmbedInput, start: number) {
  const plan = yield* asked.look ?? Effect.succeed(asked)
  const { scales, shape, small } = plan
  const found = yield* readItems(input.items, yield* itemsAsked(input), { shape, scales, small })
  const embedded = yield* Effect.gen(function*() {
    const ready = yield* encoderOf(plan, found, input, to.encoder)
    return yield* encoded(plan, ready, Source.ofItems(found.items), found.ids, input)
  }).pipe(Effect.scoped, Effect.provide(layers(input, plan)))
  const source = {
    name: found.name,
    kind: found.kind,
    split: found.split,
    rows: found.items.rows
  }
  yield* finish(to, embedded, { ids: found.ids, labels: namesOf(found), source }, start)
  yield* sayKept(plan, to)
}, withScratch)

const ofTexts = Effect.fnUntraced(function*(plan: EncoderPlan, to: Places, input: EmbedInput, start: number) {
  const { startTexts } = plan
  if (startTexts === undefined) {
    const problem = `${plan.name} takes no texts`
    return yield* new UsageProblem({
      problem,
      hint: "embed texts with transformers(MODEL)",
      reason: "Value",
      setting: "encoder",
      value: plan.name,
      expected: "an encoder of texts"
    })
  }
  const texts = yield* readTexts(input.items), ids = texts.map((_, row) => String(row))
  const embedded = yield* Effect.gen(function*() {
    const ready = yield* startTexts({ seed: input.seed, remote: input.remote })
    return yield* encoded(plan, ready, Source.ofTexts(texts), ids, input)
  }).pipe(Effect.scoped, Effect.provide(layers(input, plan)))
  const source = { name: input.items, kind: "texts", rows: texts.length }
  yield* finish(to, embedded, { ids, labels: undefined, source }, start)
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
  const plan = yield* readPlan(input)
  yield* readBackend(backendAsked(input))
  yield* checkFlags(input, plan)
  const to = yield* places(input.out, Option.getOrUndefined(input.ids), Option.getOrUndefined(input.save))
  yield* checkOutputs(outputsOf(to, plan, input), inputsOf(plan, input))
  yield* checkPlaces(outputsOf(to, plan, input))
  const start = yield* Clock.currentTimeMillis
  yield* (isTexts(input.items) ? ofTexts : ofItems)(plan, to, input, start)
})
