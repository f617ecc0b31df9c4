/**
 * `marginalia embed`: from images or vectors to an embedding.
 */
import { Kernels } from "@marginalia/core/node"
import { cacheFolder, encodeCached, Encoder, Source, unitRows } from "@marginalia/models/encoders"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { availableParallelism } from "node:os"
import type { EmbedInput } from "../command/embed.ts"
import { backendLayer } from "../items/backend.ts"
import { type Found, readItems } from "../items/read.ts"
import { atLeastOne } from "../items/refuse.ts"
import { note } from "../terminal/note.ts"
import { counted, duration } from "../terminal/number.ts"
import * as progress from "../terminal/progress.ts"
import { encoderOf, type Ready } from "./encoder.ts"
import { readEncoderSpec } from "./spec.ts"
import { places, writeEmbedding } from "./write.ts"

/** The folder of the cache; undefined for `none`. */
const folderOf = (cache: Option.Option<string>) =>
  Option.match(cache, {
    onNone: () => cacheFolder,
    onSome: (folder) => Effect.succeed(folder === "none" ? undefined : folder)
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

const namesOf = ({ classNames, labels }: Found): ReadonlyArray<string> | undefined =>
  labels === undefined ? undefined : Array.from(labels, (label) => classNames[label]!)

/** What computes: kernels on threads, and tensors where the encoder is a network. */
const layers = (input: EmbedInput, tensors: boolean) => {
  const kernels = Kernels.layer({ threads: Option.getOrElse(input.threads, availableParallelism) })
  return Layer.mergeAll(progress.layer, kernels, tensors ? backendLayer(input) : Layer.empty)
}

/** Reads the items, encodes them, writes the files, and says what was done. */
export const embed = Effect.fn("embed")(function*(input: EmbedInput) {
  yield* atLeastOne("batch", input.batch)
  yield* atLeastOne("threads", input.threads)
  const spec = yield* readEncoderSpec(input.encoder)
  const to = yield* places(input.out, Option.getOrUndefined(input.ids))
  const start = yield* Clock.currentTimeMillis
  const found = yield* readItems(input)
  const { about, matrix, name } = yield* Effect.gen(function*() {
    const ready = yield* encoderOf(spec, found.fit)
    const vectors = yield* vectorsOf(ready, Source.ofItems(found.items), input)
    const matrix = input.l2 ? yield* normalized(vectors, found.ids) : vectors
    const { hash, name } = ready.encoder
    return { matrix, name, about: { encoder: { text: input.encoder, name, hash, ...ready.about } } }
  }).pipe(Effect.scoped, Effect.provide(layers(input, spec.kind === "model")))
  const source = { name: found.name, kind: found.kind, split: input.split, rows: found.items.rows }
  const labels = namesOf(found)
  yield* writeEmbedding(to, { matrix, ids: found.ids, labels, about: { source, ...about, l2: input.l2 } })
  const took = duration((yield* Clock.currentTimeMillis) - start)
  yield* note(`${to.npy}: ${matrix.rows} × ${matrix.cols}, ${name}${input.l2 ? ", of length one" : ""}, ${took}`)
  yield* note(`beside it: ${[to.ids, ...(labels === undefined ? [] : [to.labels]), to.about].join(", ")}`)
})
