/**
 * A keyed sample of each group, among which alone neighbors are sought, and how well that puts items in order. Tested in typicality-reference.test.ts.
 */
import { Kernels, Neighbors, Options, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { eachTile, rowsAt, type Source } from "../slices.ts"
import { inBlocks } from "../uncertainty/blocks.ts"
import type { Grouped } from "./neighbors-over.ts"

/** Among how many members of a group neighbors are sought; the option of whatever does so. */
export const reference = Options.field(
  Schema.Union([Schema.Int.check(Schema.isGreaterThan(1)), Schema.Literal("none")]),
  "none",
  "among how many members of each cluster neighbors are sought, a sample of it; none: among all"
)

/** The members of each group, ascending. */
const listsOf = ({ group, members }: Grouped): ReadonlyMap<number, Uint32Array> => {
  const lists = new Map<number, Array<number>>()
  for (const position of members) {
    const own = group[position]!, list = lists.get(own)
    if (list !== undefined) list.push(position)
    else if (own >= 0) lists.set(own, [position])
  }
  return new Map([...lists].map(([own, list]) => [own, Uint32Array.from(list)]))
}

/** Elementary steps of a random number, and of putting it in order. */
const DRAW = 128

/** A sample of the members of groups: who is in it, and the groups that have more members. */
export interface Reference {
  /** By position: 1 where a member may be a neighbor; all members of a group that has no more than the sample. */
  readonly sought: Uint8Array
  /** The groups that have more members than the sample, with them, by number. */
  readonly larger: ReadonlyMap<number, Uint32Array>
}

/** As many members of each group as `size`, drawn by position from the key; undefined where no group has more. */
export const referenceOf = Effect.fnUntraced(function*(grouped: Grouped, size: number, key: Rng.Key) {
  yield* Kernels.breathe(DRAW * grouped.members.length)
  const larger = new Map([...listsOf(grouped)].filter(([, list]) => list.length > size))
  if (larger.size === 0) return undefined
  const sought = new Uint8Array(grouped.group.length).fill(1)
  for (const list of larger.values()) {
    yield* Kernels.breathe(DRAW * list.length)
    for (const position of list) sought[position] = 0
    for (const position of Rng.subset(key, list, size)) sought[position] = 1
  }
  return { sought, larger } satisfies Reference as Reference
})

/** Groups that are looked at, and members of each. */
const GROUPS = 8, PROBES = 8

/** An item that is looked at, and its nearest distances so far, squared, nearest first. */
interface Probe {
  readonly position: number
  readonly nearest: Float64Array
}

/** Puts a squared distance among the least. */
const offer = (nearest: Float64Array, square: number): void => {
  let slot = nearest.length - 1
  if (!(square < nearest[slot]!)) return
  for (; slot > 0 && square < nearest[slot - 1]!; slot--) nearest[slot] = nearest[slot - 1]!
  nearest[slot] = square
}

/** Whether two items are put into one order by both: 1, 1/2 where one alone sees them equal, 0; undefined where both do. */
const agree = (order: number, other: number): number | undefined => {
  if (order === 0 || other === 0) return order === other ? undefined : 0.5
  return order === other ? 1 : 0
}

/** −1, 0 or 1; infinities are equal. */
const compare = (a: number, b: number): number => Number(a > b) - Number(a < b)

/** How often the reference puts two items of a group as all members do, and of how many pairs that was seen. */
export interface Agreement {
  readonly agreement: number
  readonly pairs: number
}

const counted = (
  groups: ReadonlyArray<ReadonlyArray<Probe>>,
  scores: Float64Array,
  score: (distances: Float64Array) => number
): Agreement | undefined => {
  const seen = groups.flatMap((probes) => {
    const exact = probes.map(({ nearest }) => score(nearest.map(Math.sqrt)))
    return probes.flatMap(({ position }, i) =>
      probes.slice(0, i).flatMap((other, j) => {
        const one = agree(compare(scores[position]!, scores[other.position]!), compare(exact[i]!, exact[j]!))
        return one === undefined ? [] : [one]
      })
    )
  })
  return seen.length === 0 ? undefined : { agreement: seen.reduce((a, b) => a + b) / seen.length, pairs: seen.length }
}

/** The probes of each group, drawn by position. */
const probesOf = ({ larger }: Reference, neighbors: Grouped["neighbors"], key: Rng.Key) => {
  const groups = Rng.subset(Rng.derive(key, "groups"), Uint32Array.from(larger.keys()), GROUPS),
    own = Rng.derive(key, "probes")
  return new Map(Array.from(groups, (group): readonly [number, ReadonlyArray<Probe>] => {
    const list = larger.get(group)!, k = neighbors(list.length)
    const probe = (position: number): Probe => ({ position, nearest: new Float64Array(k).fill(Infinity) })
    return [group, Array.from(Rng.subset(own, list, PROBES), probe)]
  }))
}

/**
 * Compares, for at most eight members of each of at most eight of the larger groups, what `scores` say with what `score` says of the distances to
 * the nearest of all members (`neighbors` of them): over the pairs of one group. Undefined where no pair tells. One look at the members of these groups.
 */
export const agreementOf = Effect.fnUntraced(function*(
  source: Source,
  { group, neighbors }: Grouped,
  reference: Reference,
  asked: {
    readonly part: string
    readonly key: Rng.Key
    readonly scores: Float64Array
    readonly score: (distances: Float64Array) => number
  }
) {
  const { key, part, score, scores } = asked, probes = probesOf(reference, neighbors, key)
  const positions = Uint32Array.from([...probes.values()].flat(), ({ position }) => position).sort()
  const { matrix: points, rows: places } = yield* rowsAt(part, source, positions), { cols } = points
  const placeOf = new Map(Array.from(positions, (position, n) => [position, places[n]! * cols] as const))
  const items = Uint32Array.from([...probes.keys()].flatMap((own) => [...reference.larger.get(own)!])).sort()
  yield* eachTile(
    part,
    source,
    items,
    ({ from: first, matrix: { data }, rows, to: last }) =>
      inBlocks(last - first, 2 * PROBES * cols, (from, to) => {
        for (let n = from; n < to; n++) {
          const item = items[first + n]!
          for (const { nearest, position } of probes.get(group[item]!)!) {
            if (position === item) continue
            offer(nearest, Neighbors.squaredDistance(points.data, placeOf.get(position)!, data, rows[n]! * cols, cols))
          }
        }
      })
  )
  return counted([...probes.values()], scores, score)
})
