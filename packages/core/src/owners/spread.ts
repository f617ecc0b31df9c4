/**
 * Greedy k-center over rows that others have: a pass is made by all of them, each near its own rows, and the farthest rows are sent.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "../kernels/engine.ts"
import { capacityOf, type Looking, searchingBy } from "../kernels/farthest-kept.ts"
import { type Asked, picksOf, type Source } from "../kernels/farthest-over.ts"
import type { Kept } from "../kernels/kept.ts"
import type { TilesError } from "../Tiles.ts"
import { assemble, type Crew } from "./crew.ts"
import type { Owner } from "./owner.ts"
import type { Answer, Question } from "./question.ts"

/** Whether a row may be picked, a byte for each. */
const openOf = (rows: number, { candidates, centers }: Asked): Uint8Array => {
  const open = new Uint8Array(rows)
  for (const position of candidates) open[position] = 1
  for (const position of centers) open[position] = 0
  return open
}

/** The row nearest to the mean of all. */
const central = Effect.fnUntraced(function*({ all, cols, members, rows }: Crew) {
  let sums: Float64Array = new Float64Array(cols)
  for (const { ask } of members) sums = (yield* ask<"ColumnSums">({ _tag: "ColumnSums", sums })).sums
  let position = -1, least = Infinity
  const parts = yield* all<"Central">(() => ({ _tag: "Central", sums, rows }))
  parts.forEach(({ row, square }, i) => {
    if (row < 0 || square[0]! >= least) return
    least = square[0]!
    position = members[i]!.from + row
  })
  return position
})

/** Puts the owners' farthest rows together. */
const merge = (
  { cols, members }: Crew,
  kept: Kept,
  parts: ReadonlyArray<Answer<"Lower">>
): void =>
  parts.forEach(({ data, out, positions, squares }, i) => {
    const { from } = members[i]!
    positions.forEach((own, n) => kept.admit(from + own, squares[n]!, data.subarray(n * cols, (n + 1) * cols)))
    if (out[0]! >= 0) kept.leave(out[0]!, from + out[1]!)
  })

const lookingOf = (engine: Engine, crew: Crew): Looking<TilesError> => {
  const { all, cols, members } = crew
  const keep = Math.max(2, Math.ceil(capacityOf(engine, crew) / members.length))
  let closed: Array<number> = []
  return {
    cols,
    capacity: members.reduce((sum, member) => sum + Math.min(keep, member.rows), 0),
    taken: (position) => void closed.push(position),
    whole: Effect.fnUntraced(function*(kept, pending) {
      const centers = new Float32Array(pending.length * cols), some = closed
      closed = []
      pending.forEach((row, c) => centers.set(row, c * cols))
      const ofMember = ({ from, rows: count }: Crew["members"][number]): Question<"Lower"> => ({
        _tag: "Lower",
        centers,
        closed: Uint32Array.from(some.filter((row) => row >= from && row < from + count), (row) => row - from),
        keep
      })
      merge(crew, kept, yield* all<"Lower">(ofMember))
    })
  }
}

/**
 * The picks and distances that `farthestOver` gives of rows in one memory, to the bit. Owners cover all rows, one at least, in this
 * order. What is sent of a pass is the new centers to each owner, and back from it its part of the rows that are kept.
 *
 * Fails with `TilesError` where an owner does.
 */
export const spreadNear = Effect.fnUntraced(
  function*(engine: Engine, owners: ReadonlyArray<Owner>, cols: number, asked: Asked, unit: boolean) {
    const crew = yield* assemble(owners, cols, unit), open = openOf(crew.rows, asked)
    yield* crew.all<"Field">(({ from, rows }) => ({ _tag: "Field", open: open.slice(from, from + rows) }))
    const looking = lookingOf(engine, crew)
    const row = (position: number) => Effect.map(crew.rowsAt([position]), ({ data }) => data)
    const source: Source<TilesError> = {
      available: open.reduce((n, one) => n + one, 0),
      row,
      first: Effect.gen(function*() {
        const position = yield* central(crew)
        looking.taken(position)
        return { position, square: Infinity, row: yield* row(position) }
      })
    }
    return yield* searchingBy(engine, looking, (search) => picksOf(source, asked, search, () => true))
  },
  Effect.scoped
)
