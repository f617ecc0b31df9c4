/**
 * Laws of structure of encoders.
 */
import type { Matrix } from "@marginalia/core"
import type * as Effect from "effect/Effect"
import { claim, same } from "../claim.ts"
import type { Law, Setting } from "../Law.ts"
import { settle } from "../run.ts"
import { untouched } from "./copy.ts"
import { type Batch, batches, type EncoderSubject, forAll, law } from "./ports.ts"

const about = "encoder"

const encode = (setting: Setting, encoder: EncoderSubject, batch: Batch): Promise<Matrix.Matrix> =>
  settle(setting, encoder.encode(batch as never) as Effect.Effect<Matrix.Matrix, unknown>)

/** Some of the items, in the order of `at`. */
const some = ({ data, rows, shape }: Batch, at: ReadonlyArray<number>): Batch => {
  const width = data.length / rows
  return {
    data: Float32Array.from(at.flatMap((row) => Array.from(data.subarray(row * width, (row + 1) * width)))),
    rows: at.length,
    shape
  }
}

const row = ({ cols, data }: Matrix.Matrix, at: number): Float32Array => data.subarray(at * cols, (at + 1) * cols)

const shape = law<EncoderSubject>(
  about,
  "encoder-shape",
  "a row of finite numbers an item, as wide for every batch",
  "A batch of N items becomes N rows of finite numbers, at least one a row, and as many in every batch.",
  (encoder, setting) =>
    forAll(batches(setting), async (batch) => {
      const { cols, data, rows } = await encode(setting, encoder, batch)
      claim(rows === batch.rows, () => `${rows} rows for ${batch.rows} items`)
      claim(cols > 0 && data.length === rows * cols, () => `${data.length} numbers for ${rows} rows of ${cols}`)
      claim(data.every(Number.isFinite), () => `the number ${data.find((x) => !Number.isFinite(x))}`)
      const one = await encode(setting, encoder, some(batch, [0]))
      claim(one.cols === cols, () => `rows of ${one.cols} numbers, and of ${cols} in a larger batch`)
    })
)

const pure = law<EncoderSubject>(
  about,
  "encoder-pure",
  "the same items have the same rows",
  "Encoding a batch again gives the same bits; nothing in it is written to.",
  (encoder, setting) =>
    forAll(batches(setting), async (batch) => {
      const first = (await untouched("items", batch, () => encode(setting, encoder, batch))).data.slice()
      same("the rows of the same batch", (await encode(setting, encoder, batch)).data, first)
    })
)

const byItem = law<EncoderSubject>(
  about,
  "encoder-by-item",
  "a row follows from its item alone",
  "Each item has the same row in any batch: alone, with others, and in any order.",
  (encoder, setting) =>
    forAll(batches(setting), async (batch) => {
      const all = await encode(setting, encoder, batch)
      const order = Array.from({ length: batch.rows }, (_, i) => i).toReversed()
      const turned = await encode(setting, encoder, some(batch, order))
      for (const [to, from] of order.entries()) {
        same(`item ${from} in another order`, row(turned, to), row(all, from))
        same(`item ${from} alone`, (await encode(setting, encoder, some(batch, [from]))).data, row(all, from))
      }
    })
)

/** See the module. */
export const ofEncoders: ReadonlyArray<Law<EncoderSubject>> = [shape, pure, byItem]
