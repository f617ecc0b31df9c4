/**
 * What the strategies and a linear classifier see of the items.
 */
import { Matrix, Named } from "@marginalia/core"
import * as Quote from "@marginalia/core/Quote"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { readPool } from "@marginalia/datasets/files/pool"
import { widthOf } from "@marginalia/datasets/items"
import { UsageProblem } from "@marginalia/datasets/problems"
import {
  applyPcaOf,
  cacheFolder,
  encodeCached,
  Encoder,
  encoders,
  fitPcaOf,
  modelEncoder,
  Source
} from "@marginalia/models/encoders"
import { type AnyItems, loadModel, TensorBackend } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { totalmem } from "node:os"
import { library } from "../engine/library.ts"
import type { Embedding } from "../unit.ts"
import { normalized, normalizedRows } from "./rows.ts"

/** Items, and where they stood in their source. */
interface Stood {
  readonly items: AnyItems
  readonly ids: ReadonlyArray<string>
  /** Their places in the source, which has `of` items. */
  readonly at: Uint32Array
  readonly of: number
}

/** The items to embed. */
export interface Embeddable {
  readonly pool: Stood
  readonly test: Stood
  /** Whether the test items are a split of their own; else they are a part of the source's pool. */
  readonly own: boolean
}

/** Both parts embedded. */
export interface Embedded {
  readonly pool: Matrix.Matrix
  readonly test: Matrix.Matrix
}

const checkHeight = (path: string, found: number, expected: number): Effect.Effect<void, InvalidInput> => {
  if (found === expected) return Effect.void
  const problem = `it has ${found} rows, and there are ${expected} items`
  return Effect.fail(
    new InvalidInput({
      path,
      problem,
      hint: "give one row an item, in the order of the source",
      reason: "Mismatch",
      value: found,
      expected
    })
  )
}

/** Whether items have no names but the numbers of their rows. */
const areNumbered = ({ at, ids }: Stood): boolean => ids.every((id, i) => id === String(at[i]))

const lacking = (path: string, missing: ReadonlyArray<string>): InvalidInput =>
  new InvalidInput({
    path,
    problem: `it has ids, and no row for ${missing.length} of the items (${Quote.list(missing.slice(0, 3))})`,
    hint: "embed these items, or drop the ids where the rows are in the order of the source",
    reason: "Missing",
    expected: "a row for each item",
    value: missing
  })

/** The vectors of the items in a file: by id where it has ids, else in the order of the source. */
const rowsIn = Effect.fnUntraced(function*(path: string, wanted: Stood) {
  const { ids, matrix } = yield* readPool(path)
  const rows = new Map(ids?.map((id, row) => [id, row])), missing = wanted.ids.filter((id) => !rows.has(id))
  if (ids === undefined || (missing.length === wanted.ids.length && areNumbered(wanted))) {
    yield* checkHeight(path, matrix.rows, wanted.of)
    return Matrix.take(matrix, wanted.at)
  }
  if (missing.length > 0) return yield* lacking(path, missing)
  return Matrix.take(matrix, Uint32Array.from(wanted.ids, (id) => rows.get(id)!))
})

const fromFile = Effect.fnUntraced(function*(
  { pool: path, test: testPath }: Extract<Embedding, { readonly kind: "file" }>,
  { own, pool, test }: Embeddable
) {
  const here = yield* rowsIn(path, pool)
  if (!own) return { pool: here, test: yield* rowsIn(path, test) }
  if (testPath === undefined) {
    const hint = "give embedding: file(POOL.npy, test=TEST.npy)"
    return yield* new InvalidInput({
      path,
      problem: "the test items have no embedding",
      hint,
      reason: "Missing",
      setting: "embedding",
      expected: "an embedding of the test items"
    })
  }
  return { pool: here, test: yield* rowsIn(testPath, test) }
})

const fromPca = Effect.fnUntraced(function*(dimensions: number, { pool, test }: Embeddable) {
  const rows = normalizedRows(pool.items)
  const fitted = yield* fitPcaOf(rows, { components: dimensions })
  return { pool: yield* applyPcaOf(fitted, rows), test: yield* applyPcaOf(fitted, normalizedRows(test.items)) }
})

/** The numbers of the items themselves. More than the machine has memory is refused at once. */
const fromItems = Effect.fnUntraced(function*({ pool, test }: Embeddable) {
  const width = widthOf(pool.items), rows = pool.items.rows + test.items.rows
  if (4 * width * rows > totalmem()) {
    const problem = `embedding: raw: ${rows} items of ${width} numbers take ${Quote.bytes(4 * width * rows)}, ` +
      `and there are ${Quote.bytes(totalmem())} of memory`
    const hint = "give embedding: pca(64), an encoder, or a smaller size"
    return yield* new UsageProblem({
      problem,
      hint,
      setting: "embedding",
      value: "raw",
      reason: "Value",
      expected: `a smaller embedding than ${Quote.bytes(totalmem())}`
    })
  }
  return { pool: normalized(pool.items), test: normalized(test.items) }
})

/** By way of the user's cache, since every process of an experiment needs the same. */
const fromModel = Effect.fnUntraced(function*(model: string, { pool, test }: Embeddable) {
  const encoder = yield* modelEncoder(yield* loadModel(model)), folder = yield* cacheFolder
  const encoded = (items: AnyItems) =>
    Effect.map(encodeCached(encoder, Source.ofItems(items), { folder }), ({ matrix }) => matrix)
  return { pool: yield* encoded(pool.items), test: yield* encoded(test.items) }
})

/** Any encoder: fitted to the pool where that is its way, and by way of the cache where it is worth it. */
const fromEncoder = Effect.fnUntraced(function*(text: string, { pool, test }: Embeddable) {
  const { value: plan } = yield* Named.read(encoders, text, library())
  const { encoder } = yield* plan.start({ items: pool.items })
  const encoded = (items: AnyItems) =>
    plan.cached === true
      ? cacheFolder.pipe(
        Effect.flatMap((folder) => encodeCached(encoder, Source.ofItems(items), { folder })),
        Effect.map(({ matrix }) => matrix)
      )
      : Encoder.encode(encoder, Source.ofItems(items))
  return { pool: yield* encoded(pool.items), test: yield* encoded(test.items) }
})

/** See the module. */
export const embed = Effect.fn("embed")(function*(embedding: Embedding, items: Embeddable) {
  switch (embedding.kind) {
    case "raw":
      return yield* fromItems(items)
    case "pca":
      return yield* fromPca(embedding.dimensions, items)
    case "file":
      return yield* fromFile(embedding, items)
    case "encoder":
      return yield* Effect.scoped(fromEncoder(embedding.text, items)).pipe(Effect.provide(TensorBackend.wasm))
    case "model":
      return yield* Effect.scoped(fromModel(embedding.folder, items)).pipe(Effect.provide(TensorBackend.wasm))
  }
})
