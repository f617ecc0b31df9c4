/**
 * The distances of rows to what was labeled in an earlier round, kept for the next: they only fall when more is labeled. Tested in
 * farthest-carried.test.ts.
 */
import * as Effect from "effect/Effect"
import { Carry } from "../Carry.ts"
import { notes } from "../Notices.ts"
import { counted } from "../Words.ts"
import type { Engine } from "./engine.ts"

/** The squared distance of each row to the nearest of some centers; −1 of rows of which it is not known. */
export interface Reached {
  /** Positions, ascending. */
  readonly centers: Uint32Array
  readonly squares: Float64Array
}

/** Numbers of the head: how many rows, and how many centers. */
const HEAD = 2

const encoded = ({ centers, squares }: Reached): Uint8Array => {
  const bytes = new Uint8Array(8 * (squares.length + HEAD) + 4 * centers.length)
  new Float64Array(bytes.buffer, 0, HEAD).set([squares.length, centers.length])
  new Float64Array(bytes.buffer, 8 * HEAD, squares.length).set(squares)
  new Uint32Array(bytes.buffer, 8 * (HEAD + squares.length), centers.length).set(centers)
  return bytes
}

const decoded = (bytes: Uint8Array, rows: number): Reached | undefined => {
  // In memory of its own, where numbers are aligned; a `Buffer`'s slice would not be.
  const own = new Uint8Array(bytes).buffer, head = 8 * HEAD
  if (own.byteLength < head) return undefined
  const [count = 0, some = 0] = new Float64Array(own, 0, HEAD)
  if (count !== rows || own.byteLength !== head + 8 * rows + 4 * some) return undefined
  return { squares: new Float64Array(own, head, rows), centers: new Uint32Array(own, head + 8 * rows, some) }
}

/** What is asked: centers that are there already, and who may be picked. */
interface Asked {
  readonly candidates: Uint32Array
  readonly centers: Uint32Array
}

/** Whether the distances are those to some of the centers, of all who may be picked. */
const serves = ({ centers, squares }: Reached, asked: Asked): boolean => {
  const now = new Set(asked.centers)
  return centers.every((center) => now.has(center)) && asked.candidates.every((position) => squares[position]! >= 0)
}

const nameFor = ({ variant }: Engine, rows: string): string => `k-center ${variant} ${rows}`

/** What an earlier round found of rows of this name, if it is of use: said, with how many of the centers it knows. */
export const reachedBefore = Effect.fnUntraced(function*(engine: Engine, rows: string, count: number, asked: Asked) {
  if (asked.centers.length === 0) return undefined
  const bytes = yield* (yield* Carry).get(nameFor(engine, rows)), before = bytes && decoded(bytes, count)
  if (before === undefined || !serves(before, asked)) return undefined
  yield* notes([
    `k-center: distances to ${counted(before.centers.length, "labeled item")} are those of an earlier round`
  ])
  return before
})

/** Keeps what was found of rows of this name for the next round. */
export const keepReached = (engine: Engine, rows: string, reached: Reached): Effect.Effect<void> =>
  Effect.flatMap(Carry, ({ put }) => put(nameFor(engine, rows), encoded(reached)))
