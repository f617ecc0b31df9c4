/** Many images, batch after batch. */
import type * as Message from "@marginalia/core/Message"
import { Progress } from "@marginalia/core/Progress"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { availableParallelism } from "node:os"
import { DatasetError } from "../errors.ts"
import { type Pixels, readImage, uneven } from "./decode.ts"
import { type ImageOptions, type ImageRule, imageRule } from "./options.ts"
import { loadSharp, type Sharp } from "./sharp.ts"

/** Images that are known by name and not yet read. */
export interface ImageList {
  /** The name of each image. */
  readonly ids: ReadonlyArray<string>
  /** The file of each. */
  readonly paths: ReadonlyArray<string>
  /** The class of each; absent where none are known, −1 where one has none. */
  readonly labels?: Int32Array
  /** What messages call each; by default its file. */
  readonly called?: ReadonlyArray<string>
  /** What else a table says of each: a cell a name. */
  readonly fields?: {
    readonly names: ReadonlyArray<string>
    readonly rows: ReadonlyArray<ReadonlyArray<unknown>>
  }
}

/** What messages call the image at a position of a list. */
const calledAt = ({ called, paths }: ImageList, position: number): string => called?.[position] ?? paths[position]!

/** What is wrong with an image, by what it is called. */
const renamed = (error: DatasetError, path: string): DatasetError =>
  error.reason._tag === "BadImage" ? new DatasetError({ reason: { ...error.reason, path } }) : error

/** An image that was left out, and why. */
export interface Skipped {
  /** Its name in the list. */
  readonly id: string
  /** Its file, or what messages call it. */
  readonly path: string
  /** What is wrong with it. */
  readonly problem: Message.Message
}

/** How images are read. */
export interface ReadOptions extends ImageOptions {
  /** Leave out images that cannot be used, and report them; by default the first one is an error. */
  readonly skipBad?: boolean
  /** Without `size`: what all images must have; the first one's by default. */
  readonly expected?: readonly [tall: number, wide: number]
  /** Images that are decoded before the next are begun; by default 256, fewer large ones: 64 MB, and one for each core at least. */
  readonly batch?: number
}

/** Some of the images of a list, in its order. */
export interface ImageBatch {
  /** The positions in the list of those that were read. */
  readonly at: Uint32Array
  /** Their bytes, one image after the other. */
  readonly data: Uint8Array
  /** Of each image. */
  readonly shape: readonly [tall: number, wide: number, channels: number]
  /** Those that were left out. */
  readonly skipped: ReadonlyArray<Skipped>
  /** How many of them have more than a byte a channel in their files. */
  readonly deep: number
}

type Size = readonly [tall: number, wide: number]

interface Reader {
  readonly sharp: Sharp
  readonly rule: ImageRule
  readonly skipBad: boolean
  /** The size of all images: given, or the first one's. */
  size: Size | undefined
}

type Outcome = Result.Result<Pixels, DatasetError>

const fitting = (reader: Reader, path: string, pixels: Pixels): Outcome => {
  const size = reader.size ??= [pixels.tall, pixels.wide]
  return size[0] === pixels.tall && size[1] === pixels.wide
    ? Result.succeed(pixels)
    : Result.fail(uneven(path, pixels, size))
}

const brief = ({ message, reason }: DatasetError): Message.Message =>
  reason._tag === "BadImage" ? reason.problem : message

/** The first failure of a batch in its order, whichever came first in time; so the same one is reported every time. */
const readBatch = Effect.fnUntraced(function*(reader: Reader, list: ImageList, from: number, to: number) {
  const { ids, paths } = list
  const positions = Array.from({ length: to - from }, (_, i) => from + i)
  const read = yield* Effect.forEach(
    positions,
    (position) =>
      readImage(reader.sharp, paths[position]!, reader.rule).pipe(
        Effect.mapError((error) => renamed(error, calledAt(list, position))),
        Effect.result
      ),
    { concurrency: availableParallelism() }
  )
  const at: Array<number> = [], kept: Array<Uint8Array> = [], skipped: Array<Skipped> = []
  let deep = 0
  for (const [i, position] of positions.entries()) {
    const path = calledAt(list, position)
    const outcome = Result.flatMap(read[i]!, (pixels) => fitting(reader, path, pixels))
    if (Result.isSuccess(outcome)) {
      at.push(position)
      deep += outcome.success.deep ? 1 : 0
      kept.push(outcome.success.data)
    } else if (reader.skipBad) skipped.push({ id: ids[position]!, path, problem: brief(outcome.failure) })
    else return yield* outcome.failure
  }
  return { at, kept, skipped, deep }
})

const joined = (pieces: ReadonlyArray<Uint8Array>): Uint8Array => {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let to = 0
  for (const piece of pieces) {
    all.set(piece, to)
    to += piece.length
  }
  return all
}

/** Decoded images that wait for others. */
const WAITING = 64e6

/** How many images are decoded before the next are begun. Where their size is not known yet, as many as at once. */
const batchOf = ({ rule, size }: Reader): number => {
  const least = availableParallelism()
  if (size === undefined) return least
  return Math.max(least, Math.min(256, Math.floor(WAITING / (size[0] * size[1] * rule.channels))))
}

/**
 * The images of a list as a stream of batches in its order, so that no more than one batch is in memory. A batch of which
 * nothing could be read is there for its `skipped`.
 *
 * Fails with {@link DatasetError}: an image that cannot be used (unless `skipBad`), options that make no sense, sharp not
 * installed.
 */
export const streamImages = (
  list: ImageList,
  options: ReadOptions = {}
): Stream.Stream<ImageBatch, DatasetError, FileSystem.FileSystem> => {
  const { skipBad = false } = options, total = list.paths.length
  const next = Effect.fnUntraced(function*(reader: Reader, from: number) {
    const { report } = yield* Progress
    const to = Math.min(total, from + (options.batch ?? batchOf(reader)))
    const { at, deep, kept, skipped } = yield* readBatch(reader, list, from, to)
    yield* report({ step: "images", done: to, total })
    const [tall, wide] = reader.size ?? [0, 0]
    const shape = [tall, wide, reader.rule.channels] as const
    return [{ at: Uint32Array.from(at), data: joined(kept), shape, skipped, deep }, to] as const
  })
  return Stream.unwrap(Effect.gen(function*() {
    const rule = yield* imageRule(options)
    const reader: Reader = { sharp: yield* loadSharp, rule, skipBad, size: rule.size ?? options.expected }
    return Stream.unfold(0, (from) => from < total ? next(reader, from) : Effect.succeed(undefined))
  }))
}
