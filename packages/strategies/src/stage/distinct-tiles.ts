/**
 * Near copies among items of a pool that stays in its file: some clusters at a time, a large one block by block.
 */
import { Remarks, type Tiles } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { gathered, rowsAtOnce, withRoom } from "../slices.ts"
import { apart, apartFrom, looked } from "./near-copies.ts"

/** The items of a cluster in the order in which they are kept, and those that they must be apart from in any case. */
export interface Group {
  readonly items: Uint32Array
  readonly held: Uint32Array
}

const NAME = "distinct"

/** Some items with their rows, in a room that has place for them. */
const lookAt = Effect.fnUntraced(function*(tiles: Tiles.Tiles, items: Uint32Array, room: Float32Array) {
  const positions = items.toSorted()
  yield* Remarks.count({ passes: 1 })
  return yield* looked(yield* gathered(NAME, tiles, positions, room), positions)
})

const sizeOf = ({ held, items }: Group): number => held.length + items.length

/** The groups that are in memory together, in their order: at most so many rows, or one group that is larger. */
const together = (groups: ReadonlyArray<Group>, most: number): ReadonlyArray<ReadonlyArray<Group>> => {
  const batches: Array<Array<Group>> = []
  let rows = Infinity
  for (const group of groups) {
    if (rows + sizeOf(group) > most) {
      batches.push([])
      rows = 0
    }
    batches.at(-1)!.push(group)
    rows += sizeOf(group)
  }
  return batches
}

const all = (groups: ReadonlyArray<Group>): Uint32Array =>
  Uint32Array.from(groups.flatMap(({ held, items }) => [...held, ...items]))

const blocksOf = (items: Uint32Array, size: number): ReadonlyArray<Uint32Array> =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.subarray(n * size, (n + 1) * size))

/** What is kept of a group, a block of its items after the other, each compared with all blocks that were kept before it. */
const inBlocks = Effect.fnUntraced(function*(
  tiles: Tiles.Tiles,
  { held, items }: Group,
  eps: number,
  size: number,
  room: Float32Array
) {
  const kept: Array<number> = [], half = room.subarray(size * tiles.cols)
  for (const block of blocksOf(items, size)) {
    const here = yield* lookAt(tiles, block, room)
    let left: ArrayLike<number> = block
    for (const others of blocksOf(Uint32Array.from([...held, ...kept]), size)) {
      left = yield* apartFrom(here, left, yield* lookAt(tiles, others, half), others, eps)
    }
    kept.push(...yield* apart(here, left, [], eps))
  }
  return kept
})

/** Of the items of each group, those that are kept; no more rows are in memory than have room. Fails where a tile cannot be read. */
export const keptOver = Effect.fnUntraced(function*(tiles: Tiles.Tiles, groups: ReadonlyArray<Group>, eps: number) {
  const most = yield* rowsAtOnce(tiles), kept: Array<number> = []
  const batches = together(groups.filter(({ items }) => items.length > 0), most)
  const rows = batches.reduce((rows, some) => Math.max(rows, some.reduce((sum, one) => sum + sizeOf(one), 0)), 0)
  yield* withRoom(tiles, Math.max(2, Math.min(most, rows)), (room) =>
    Effect.gen(function*() {
      for (const some of batches) {
        if (some.length === 1 && sizeOf(some[0]!) > most) {
          kept.push(...yield* inBlocks(tiles, some[0]!, eps, Math.max(1, Math.floor(most / 2)), room))
          continue
        }
        const here = yield* lookAt(tiles, all(some), room)
        for (const { held, items } of some) kept.push(...yield* apart(here, items, held, eps))
      }
    }))
  return kept
})
