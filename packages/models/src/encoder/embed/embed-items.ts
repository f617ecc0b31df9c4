/** From items to an embedding, as its file and the description beside it hold it. Tested in packages/cli/test/embed.test.ts. */
import type * as Matrix from "@marginalia/core/Matrix"
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { FoundItems } from "@marginalia/datasets/read-items"
import * as Effect from "effect/Effect"
import { encodeCached } from "../cache.ts"
import * as Encoder from "../Encoder.ts"
import { unitRows } from "../matrix.ts"
import type { EncoderPlan, Ready } from "../plan.ts"
import * as Source from "../Source.ts"
import { begin, type BeginOptions } from "./begin.ts"

/** How items are embedded. */
export interface EmbedOptions extends BeginOptions {
  /** Whether every vector is divided by its length. Default false. */
  readonly l2?: boolean | undefined
  /** How many items go through at once. Default: as suits the encoder. */
  readonly batch?: number | undefined
  /** The folder in which vectors are kept and gone on from, where the encoder is worth it. Default: nowhere. */
  readonly cache?: string | undefined
}

/** What was embedded, and how: what `writeEmbedding` takes, with the encoder's name. */
export interface Embedded {
  /** The encoder's name. */
  readonly name: string
  /** A vector a row, in the order of the items. */
  readonly matrix: Matrix.Matrix
  /** The id of each item. */
  readonly ids: ReadonlyArray<string>
  /** The class of each item by its name, where any are known; undefined for one without. */
  readonly labels: ReadonlyArray<string | undefined> | undefined
  /** What the description beside the file says: the `source`, the `encoder` with its hash, and whether vectors have length one. */
  readonly about: { readonly [key: string]: unknown }
}

/** The vectors of a source, by way of the cache where the encoder is worth it. */
const vectorsOf = Effect.fnUntraced(function*<B>(
  { cached }: EncoderPlan,
  ready: Ready<B>,
  source: Source.Source<B>,
  options: EmbedOptions
) {
  const batches = options.batch === undefined ? {} : { batch: options.batch }
  const folder = cached === true ? options.cache : undefined
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

const encoded = Effect.fnUntraced(function*<B>(
  plan: EncoderPlan,
  ready: Ready<B>,
  source: Source.Source<B>,
  { from, ids, labels }: Pick<Embedded, "ids" | "labels"> & { readonly from: object },
  options: EmbedOptions
) {
  const { l2 = false } = options
  const vectors = yield* vectorsOf(plan, ready, source, options)
  const matrix = l2 ? yield* normalized(vectors, ids) : vectors
  const { hash: own, identity: hash = own, name } = ready.encoder
  const about = { source: from, encoder: { text: plan.text, name, hash, ...ready.about }, l2 }
  return { name, matrix, ids, labels, about } satisfies Embedded as Embedded
})

const namesOf = ({ classNames, labels }: FoundItems): ReadonlyArray<string | undefined> | undefined =>
  labels === undefined ? undefined : Array.from(labels, (label) => classNames[label])

/**
 * Embeds the items that were `found` by the encoder of a `plan`, which is fitted to or trained on `found.fit` where that is its
 * way, and kept where `options` say so; by default it is not, nothing is cached, and vectors keep their lengths. Takes the kernels,
 * and a tensor backend where the plan says that it `computes`.
 *
 * What was in the cache, and vectors of length zero, are said to `Notices`, how far it is to `Progress`. Fails with `UsageProblem`
 * and `FileProblem` for places that cannot be used, before anything is computed, and as the encoder does.
 *
 * Fails too with `StartError` where the encoder cannot begin, and with `CacheError` where the cache cannot be used.
 *
 * @example
 * ```ts
 * import { Named } from "@marginalia/core"
 * import { readItems, withScratch } from "@marginalia/datasets"
 * import { embedItems, encoderRegistry, encoders } from "@marginalia/models/encoders"
 * import { TensorBackend } from "@marginalia/models/training"
 * import * as NodeServices from "@effect/platform-node/NodeServices"
 * import * as Effect from "effect/Effect"
 *
 * const { value: plan } = Named.readUnsafe(encoders, "standardize", encoderRegistry)
 * const embedding = readItems("digits").pipe(
 *   Effect.flatMap((found) => embedItems(found, plan, { l2: true })),
 *   withScratch,
 *   Effect.provide([NodeServices.layer, TensorBackend.cpu])
 * )
 * const { matrix } = await Effect.runPromise(embedding)
 * console.log(matrix.rows, matrix.cols) // => 1797 64
 * ```
 */
export const embedItems = Effect.fn("embedItems")(
  function*(found: FoundItems, plan: EncoderPlan, options: EmbedOptions = {}) {
    const ready = yield* begin(plan, found, options)
    const { ids, items, kind, name, split } = found
    const from = { name, kind, split, rows: items.rows }
    return yield* encoded(plan, ready, Source.ofItems(items), { from, ids, labels: namesOf(found) }, options)
  },
  Effect.scoped
)

/**
 * Embeds `texts` by the encoder of a `plan`; `name` says where they are from. As {@link embedItems} for the rest of
 * the `options`, by default nothing. Their ids are their numbers from 0. Fails with `UsageProblem` where the encoder
 * takes no texts, with `StartError` where it cannot begin, with `EncoderError` where it gives no vectors, and with
 * `CacheError`.
 */
export const embedTexts = Effect.fn("embedTexts")(
  function*(name: string, texts: ReadonlyArray<string>, plan: EncoderPlan, options: EmbedOptions = {}) {
    const { startTexts } = plan, { remote, seed = 0 } = options
    if (startTexts === undefined) {
      const problem = `${plan.name} takes no texts`
      const hint = "embed texts with transformers(MODEL)"
      return yield* new UsageProblem({
        problem,
        hint,
        reason: "Value",
        setting: "encoder",
        value: plan.name,
        expected: "an encoder of texts"
      })
    }
    const ready = yield* startTexts({ seed, remote })
    const ids = texts.map((_, row) => String(row)), from = { name, kind: "texts", rows: texts.length }
    return yield* encoded(plan, ready, Source.ofTexts(texts), { from, ids, labels: undefined }, options)
  },
  Effect.scoped
)
