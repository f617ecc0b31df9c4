/**
 * `marginalia embed`: from images or vectors to an embedding.
 */
import type { Matrix } from "@marginalia/core"
import { Kernels } from "@marginalia/core/node"
import { note } from "@marginalia/core/Notices"
import { counted, duration } from "@marginalia/core/Words"
import { checkOutputs, checkPlaces, type Named, type Target } from "@marginalia/datasets/files/outputs"
import { UsageProblem } from "@marginalia/datasets/problems"
import { cacheFolder, encodeCached, Encoder, Source, unitRows } from "@marginalia/models/encoders"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { availableParallelism } from "node:os"
import { backendLayer } from "../items/backend.ts"
import { type Found, itemFiles, readItems } from "../items/read.ts"
import { savedAt } from "../items/saved.ts"
import * as progress from "../terminal/progress.ts"
import { encoderOf, encoderOfTexts } from "./encoder.ts"
import type { EmbedInput } from "./flags.ts"
import type { Ready } from "./ready.ts"
import { type EncoderSpec, readEncoderSpec } from "./spec.ts"
import { isTexts, readTexts } from "./texts.ts"
import { type Embedding, type Places, places, writeEmbedding } from "./write.ts"

/** The folder of the cache; undefined for `none`. */
const folderOf = (cache: Option.Option<string>) =>
  Option.match(cache, {
    onNone: () => cacheFolder,
    onSome: (folder) => Effect.succeed(folder === "none" ? undefined : folder)
  })

/** Encoders that are fitted to the items, or trained on them. */
const isFit = ({ kind }: EncoderSpec): boolean => kind === "standardize" || kind === "pca" || kind === "simclr"

/** Either word names either kind of folder: what lies there says what it is. */
const resolved = Effect.fnUntraced(function*(spec: EncoderSpec) {
  if (spec.kind !== "fitted" && spec.kind !== "model") return { spec, shape: undefined }
  const { kind, shape } = yield* savedAt(spec.path)
  return { spec: { kind, path: spec.path } satisfies EncoderSpec as EncoderSpec, shape }
})

/** The vectors of a source, by way of the cache where the encoder is worth it. */
const vectorsOf = Effect.fnUntraced(function*<B>(ready: Ready<B>, source: Source.Source<B>, input: EmbedInput) {
  const batches = Option.isSome(input.batch) ? { batch: input.batch.value } : {}
  const folder = ready.cached ? yield* folderOf(input.cache) : undefined
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

const namesOf = ({ classNames, labels }: Found): ReadonlyArray<string | undefined> | undefined =>
  labels === undefined ? undefined : Array.from(labels, (label) => classNames[label])

/** What computes: kernels on threads, and tensors where the encoder is a network. */
const layers = (input: EmbedInput, kind: EncoderSpec["kind"]) => {
  const tensors = kind === "model" || kind === "simclr"
  const kernels = Kernels.layer({ threads: Option.getOrElse(input.threads, availableParallelism) })
  return Layer.mergeAll(progress.layer, kernels, tensors ? backendLayer(input) : Layer.empty)
}

const anyOf = (kinds: ReadonlyArray<string>): string =>
  [kinds.slice(0, -1).join(", "), kinds.at(-1)].filter((part) => part !== "").join(" and ")

/** Flags that say nothing to this encoder are refused rather than passed over. */
const checkFlags = (
  { checkpoint, output, pooling, preprocess, remote, resume, save }: EmbedInput,
  { kind }: EncoderSpec
) => {
  const given: ReadonlyArray<readonly [flag: string, is: boolean, kinds: ReadonlyArray<EncoderSpec["kind"]>]> = [
    ["preprocess", Option.isSome(preprocess), ["onnx"]],
    ["pooling", Option.isSome(pooling), ["onnx", "transformers"]],
    ["output", Option.isSome(output), ["onnx"]],
    ["allow-remote", remote, ["transformers"]],
    ["save", Option.isSome(save), ["standardize", "pca", "simclr"]],
    ["checkpoint", Option.isSome(checkpoint), ["simclr"]],
    ["resume", resume, ["simclr"]]
  ]
  const wrong = given.find(([, is, kinds]) => is && !kinds.includes(kind))
  if (wrong === undefined) return Effect.void
  const [flag, , kinds] = wrong
  return Effect.fail(
    new UsageProblem({ problem: `--${flag} says nothing to ${kind}`, hint: `it is for ${anyOf(kinds)}` })
  )
}

/** What was embedded, and how. */
interface Embedded {
  readonly matrix: Matrix.Matrix
  readonly name: string
  readonly about: { readonly [key: string]: unknown }
}

const encoded = Effect.fnUntraced(function*<B>(
  ready: Ready<B>,
  source: Source.Source<B>,
  ids: ReadonlyArray<string>,
  input: EmbedInput
) {
  const vectors = yield* vectorsOf(ready, source, input)
  const matrix = input.l2 ? yield* normalized(vectors, ids) : vectors
  const { hash: own, identity: hash = own, name } = ready.encoder
  const about = { encoder: { text: input.encoder, name, hash, ...ready.about }, l2: input.l2 }
  return { matrix, name, about } satisfies Embedded as Embedded
})

/** Writes the files, and says what was done. */
const finish = Effect.fnUntraced(function*(
  to: Places,
  { about, matrix, name }: Embedded,
  { ids, labels, source }: Pick<Embedding, "ids" | "labels"> & { readonly source: object },
  start: number
) {
  yield* writeEmbedding(to, { matrix, ids, labels, about: { source, ...about } })
  const took = duration((yield* Clock.currentTimeMillis) - start)
  yield* note(
    `${to.npy}: ${matrix.rows} × ${matrix.cols}, ${name}${about["l2"] === true ? ", of length one" : ""}, ${took}`
  )
  yield* note(`beside it: ${[to.ids, ...(labels === undefined ? [] : [to.labels]), to.about].join(", ")}`)
})

const sayKept = (spec: EncoderSpec, { encoder }: Places) =>
  isFit(spec)
    ? note(`${encoder}: the encoder; new items become such vectors by --encoder fitted:${encoder}`)
    : Effect.void

const ofItems = Effect.fnUntraced(function*(asked: EncoderSpec, to: Places, input: EmbedInput, start: number) {
  const { shape, spec } = yield* resolved(asked)
  const found = yield* readItems(input, { shape, small: spec.kind === "pca" })
  const embedded = yield* Effect.gen(function*() {
    return yield* encoded(
      yield* encoderOf(spec, found, input, to.encoder),
      Source.ofItems(found.items),
      found.ids,
      input
    )
  }).pipe(Effect.scoped, Effect.provide(layers(input, spec.kind)))
  const source = { name: found.name, kind: found.kind, split: input.split, rows: found.items.rows }
  yield* finish(to, embedded, { ids: found.ids, labels: namesOf(found), source }, start)
  yield* sayKept(spec, to)
})

const ofTexts = Effect.fnUntraced(function*(spec: EncoderSpec, to: Places, input: EmbedInput, start: number) {
  if (spec.kind !== "transformers") {
    const problem = `${spec.kind} takes no texts`
    return yield* new UsageProblem({ problem, hint: "embed texts with transformers:MODEL" })
  }
  const texts = yield* readTexts(input.items), ids = texts.map((_, row) => String(row))
  const embedded = yield* Effect.gen(function*() {
    return yield* encoded(yield* encoderOfTexts(spec.path, input), Source.ofTexts(texts), ids, input)
  }).pipe(Effect.scoped, Effect.provide(layers(input, spec.kind)))
  const source = { name: input.items, kind: "texts", rows: texts.length }
  yield* finish(to, embedded, { ids, labels: undefined, source }, start)
})

const outputsOf = (to: Places, spec: EncoderSpec, { save }: EmbedInput): ReadonlyArray<Target> => [
  { what: "--out", path: to.npy },
  { what: "--ids", path: to.ids },
  { what: "the labels beside --out", path: to.labels },
  { what: "the description beside --out", path: to.about },
  ...(isFit(spec)
    ? [{ what: Option.isSome(save) ? "--save" : "the encoder beside --out", path: to.encoder, folder: true }]
    : [])
]

/** An ONNX model's description lies beside it. */
const inputsOf = (spec: EncoderSpec, input: EmbedInput): ReadonlyArray<Named> => {
  const { checkpoint, data, preprocess } = input, what = "the encoder"
  return [
    ...itemFiles(input.items),
    ...Option.toArray(data).map((path) => ({ what: "--data", path })),
    ...Option.toArray(preprocess).map((path) => ({ what: "--preprocess", path })),
    ...Option.toArray(checkpoint).map((path) => ({ what: "--checkpoint", path })),
    ...("path" in spec ? [{ what, path: spec.path }] : []),
    ...(spec.kind === "onnx" ? [{ what, path: spec.path.replace(/\.onnx$/, ".json") }] : [])
  ]
}

/** Reads the items, encodes them, writes the files, and says what was done. */
export const embed = Effect.fn("embed")(function*(input: EmbedInput) {
  const spec = yield* readEncoderSpec(input.encoder)
  yield* checkFlags(input, spec)
  const to = yield* places(input.out, Option.getOrUndefined(input.ids), Option.getOrUndefined(input.save))
  yield* checkOutputs(outputsOf(to, spec, input), inputsOf(spec, input))
  yield* checkPlaces(outputsOf(to, spec, input))
  const start = yield* Clock.currentTimeMillis
  yield* (isTexts(input.items) ? ofTexts : ofItems)(spec, to, input, start)
})
