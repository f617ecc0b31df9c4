/** Owners of parts of a pool, some of whom forget. */
import * as Effect from "effect/Effect"
import type { Engine } from "../src/kernels/engine.ts"
import type { Matrix } from "../src/Matrix.ts"
import { hosted, localOwner, part } from "../src/owners/host.ts"
import { tilesNear } from "../src/owners/near.ts"
import type { Owner, Talk } from "../src/owners/owner.ts"
import { anew, type Question } from "../src/owners/question.ts"
import { recalling } from "../src/owners/recall.ts"
import { normalized, type Tiles } from "../src/Tiles.ts"
import { tilesOf } from "./tiles.ts"

/** Where the parts begin: multiples of 256, `blocks` blocks each at most. */
export const cutsOf = (rows: number, blocks: number): ReadonlyArray<readonly [from: number, to: number]> =>
  Array.from({ length: Math.ceil(rows / (256 * blocks)) }, (_, i) => {
    const from = 256 * blocks * i
    return [from, Math.min(rows, from + 256 * blocks)] as const
  })

/** An owner that loses all it knows before every so many questions. */
const forgetful = (engine: Engine, tiles: Tiles, from: number, to: number, every: number): Owner => ({
  from,
  rows: to - from,
  talk: (unit) =>
    Effect.sync(() => {
      const own = part(tiles, from, to), begin = (): Talk => hosted(engine, unit ? normalized(own) : own)
      let ask = begin(), asked = 0
      return recalling((question, before) => {
        if (++asked % every !== 0) return ask(question)
        ask = begin()
        return Effect.andThen(
          Effect.forEach(before, (one: Question) => ask(one), { discard: true }),
          Effect.suspend(() => ask(anew(question)))
        )
      })
    })
})

/** How rows are parted: some blocks for each; with `forgets` every owner loses what it knows before every so many questions. */
interface Parted {
  readonly blocks: number
  readonly forgets?: number
  readonly tile: number
}

/** The owners of a matrix' rows. */
export const ownersOf = (
  engine: Engine,
  matrix: Matrix,
  { blocks, forgets = 0, tile }: Parted
): ReadonlyArray<Owner> => {
  const tiles = tilesOf(matrix, tile)
  return cutsOf(matrix.rows, blocks).map(([from, to]) =>
    forgets === 0 ? localOwner(engine, tiles, from, to) : forgetful(engine, tiles, from, to, forgets)
  )
}

/** A matrix that several have. */
export const ownedBy = (engine: Engine, matrix: Matrix, parted: Parted): Tiles =>
  tilesNear(ownersOf(engine, matrix, parted), { cols: matrix.cols, zeroRows: tilesOf(matrix, parted.tile).zeroRows })
