/**
 * From items to vectors: what every encoder is, and how it goes over a pool.
 */
import { Embedder, PartFailed } from "@marginalia/core"
import * as Kernels from "@marginalia/core/Kernels"
import type * as Matrix from "@marginalia/core/Matrix"
import * as Message from "@marginalia/core/Message"
import * as Progress from "@marginalia/core/Progress"
import * as Quote from "@marginalia/core/Quote"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { totalmem } from "node:os"
import { EncoderError } from "./errors.ts"
import type { Source } from "./Source.ts"

/** Makes vectors of batches of type `B`: images or vectors (`Items`), or texts. */
export interface Encoder<in B> {
  /** What messages call it. */
  readonly name: string
  /** Names what it computes: equal weights and options have equal hashes. What a cache goes by. */
  readonly hash: string
  /**
   * Names the encoder itself, where `hash` also names what it runs on, whose roundings differ: what a trained model
   * remembers of its embedding. The hash by default.
   */
  readonly identity?: string
  /** Items a batch, where nothing else is asked for. */
  readonly batch: number
  /**
   * One row an item, of a width that is the same for every batch. Fails with {@link EncoderError} for items that it
   * does not take.
   */
  readonly encode: (batch: B) => Effect.Effect<Matrix.Matrix, EncoderError>
}

/** Items a batch. */
export interface Batches {
  readonly batch?: number
}

/** Refuses what is no embedding of so many items. */
const check = (encoder: string, from: number, rows: number, width: number | undefined, found: Matrix.Matrix) => {
  const { cols, data, rows: given } = found
  const refuse = (problem: string, value: unknown, expected: string | number) =>
    Effect.fail(new EncoderError({ encoder, reason: { _tag: "BadOutput", from, problem, value, expected } }))
  if (given !== rows) return refuse(`it gave ${given} vectors for ${rows} items`, given, rows)
  if (cols === 0 || data.length !== rows * cols) {
    return refuse("it gave vectors without numbers", data.length, rows * Math.max(1, cols))
  }
  if (width !== undefined && cols !== width) {
    return refuse(`it gave vectors of ${cols} numbers, and of ${width} before`, cols, width)
  }
  const bad = data.findIndex((value) => !Number.isFinite(value))
  if (bad < 0) return Effect.succeed(found)
  const problem = `item ${from + Math.floor(bad / cols)} became ${data[bad]}, which is no number to compare`
  return refuse(problem, data[bad], "a finite number")
}

/**
 * Items a batch for an `encoder`: as `asked` for, by default the encoder's own number and never more than the source reads at
 * once.
 */
export const batchOf = <B>(encoder: Encoder<B>, { most = Infinity }: Pick<Source<B>, "most">, asked?: number): number =>
  asked ?? Math.min(encoder.batch, most)

/** What {@link forEachBatch} needs to know. */
export interface Range extends Batches {
  /** The first item; 0 by default. */
  readonly from?: number
  /** How wide the vectors are, where it is known. */
  readonly width?: number
}

/**
 * Encodes a source from `from` on, batch by batch, and hands over each checked batch. Reports to `Progress` as step
 * "embed"; interrupted, it stops after the batch under way. Fails with {@link EncoderError}, or as the source does.
 *
 * `take` is given each batch's vectors and where they begin.
 */
export const forEachBatch = Effect.fnUntraced(function*<B, E, R, E2, R2>(
  encoder: Encoder<B>,
  source: Source<B, E, R>,
  take: (found: Matrix.Matrix, from: number) => Effect.Effect<void, E2, R2>,
  { batch: asked, from: first = 0, width }: Range = {}
) {
  const batch = batchOf(encoder, source, asked)
  const { report } = yield* Progress.Progress
  let known = width
  for (let from = first; from < source.rows; from += batch) {
    const to = Math.min(source.rows, from + batch)
    const found = yield* encoder.encode(yield* source.read(from, to))
    known = (yield* check(encoder.name, from, to - from, known, found)).cols
    yield* take(found, from)
    yield* report({ step: "embed", done: to, total: source.rows })
    yield* Kernels.giveWay
  }
})

/** Refuses more vectors than the machine has memory for, before the system ends the program. */
const fitting = (encoder: string, rows: number, cols: number): Effect.Effect<void, EncoderError> => {
  const bytes = 4 * rows * cols, most = totalmem()
  if (bytes <= most) return Effect.void
  const take = `${rows} vectors of ${cols} numbers take ${Quote.bytes(bytes)}, and there are ${
    Quote.bytes(most)
  } of memory`
  const size = Message.setting("size", { value: 32 })
  const problem = Message.text`${take}; make images smaller (${size}), or take an encoder with shorter vectors`
  const reason = { _tag: "Unfit", problem, value: bytes, expected: `at most ${most} bytes` } as const
  return Effect.fail(new EncoderError({ encoder, reason }))
}

/** Memory for the whole matrix; from a mebibyte on where kernels work on it without a copy. */
const room = (size: number): Float32Array => {
  const bytes = 4 * size
  if (bytes < 1 << 20 || bytes > 2 ** 32 - 2 ** 29) return new Float32Array(size)
  const reserved = Kernels.reserve(bytes)
  return new Float32Array(reserved.buffer, reserved.byteOffset, size)
}

/**
 * The vectors that an `encoder` makes of all items of a `source`, in their order. Default of `options`: the encoder's
 * own batches.
 *
 * See {@link forEachBatch}; fails with {@link EncoderError} as that does. O(rows · width) memory beside a batch.
 */
export const encode = Effect.fn("Encoder.encode")(function*<B, E, R>(
  encoder: Encoder<B>,
  source: Source<B, E, R>,
  options: Batches = {}
) {
  let data = new Float32Array(0)
  const take = Effect.fnUntraced(function*(found: Matrix.Matrix, from: number) {
    if (from === 0) {
      yield* fitting(encoder.name, source.rows, found.cols)
      data = room(source.rows * found.cols) as Float32Array<ArrayBuffer>
    }
    data.set(found.data, from * found.cols)
  })
  yield* forEachBatch(encoder, source, take, options)
  const cols = source.rows === 0 ? 0 : data.length / source.rows
  return { data, rows: source.rows, cols } satisfies Matrix.Matrix as Matrix.Matrix
})

/**
 * An encoder over a pool as core's `Embedder`. Encodes when asked, each time. Default of `options`: the encoder's own
 * batches.
 */
export const layer = <B, E extends { readonly message: string }>(
  encoder: Encoder<B>,
  pool: Source<B, E>,
  options: Batches = {}
): Layer.Layer<Embedder> =>
  Layer.succeed(Embedder, {
    embedding: encode(encoder, pool, options).pipe(
      Effect.mapError((cause) =>
        new PartFailed({ part: encoder.name, problem: Message.of(cause), reason: "Failed", cause })
      )
    )
  })
