/**
 * Who is searched against whom: the members of each group, and how many neighbors each is to find.
 */

/** Which members to search among, and how many neighbors to find; see `Neighbors`. */
export interface Members {
  /** Positions, ascending, no position twice. */
  readonly members: Uint32Array
  /** By position: the group an item is in; negative: in none. */
  readonly group: Int32Array
  /** How many neighbors to find in a group with that many members (0: none; at most the others there are). */
  readonly neighbors: (groupSize: number) => number
}

/**
 * One group: `rows` are indices into `members`, ascending, and `k` is the number of neighbors that each of them gets.
 */
export interface Group {
  readonly rows: Uint32Array
  readonly k: number
}

const limit = (wanted: number, size: number): number => Math.min(size - 1, Math.max(0, Math.floor(wanted) || 0))

/** What is left to fill, which becomes one less. */
const take = (left: Map<number, number>, number: number): number => {
  const before = left.get(number)!
  left.set(number, before - 1)
  return before
}

/** The groups that have members, in the order of their numbers. O(N). */
export const groupsOf = ({ group, members, neighbors }: Members): Array<Group> => {
  const sizes = new Map<number, number>()
  for (const position of members) {
    const number = group[position] ?? -1
    if (number >= 0) sizes.set(number, (sizes.get(number) ?? 0) + 1)
  }
  const lists = new Map([...sizes].sort(([a], [b]) => a - b).map(([number, size]) => [number, new Uint32Array(size)]))
  members.forEach((position, index) => {
    const list = lists.get(group[position] ?? -1)
    // A list is filled from its front: what is left of its size says where.
    if (list !== undefined) list[list.length - take(sizes, group[position]!)] = index
  })
  return Array.from(lists.values(), (rows) => ({ rows, k: limit(neighbors(rows.length), rows.length) }))
}

/** Per member, its nearest in the same group. Row i of `indices` and `distances` belongs to `members[i]`. */
export interface NeighborTable {
  readonly members: Uint32Array
  /** By index into `members`: how many neighbors were found. */
  readonly counts: Uint32Array
  /** The most neighbors that any member has: the tables' width. */
  readonly width: number
  /** members × width positions, nearest first, ties to the smaller position; 0 behind the last. */
  readonly indices: Uint32Array
  /** members × width Euclidean distances (float64 direct differences); NaN behind the last. */
  readonly distances: Float64Array
  /** What a search has to say about itself: an approximate one its measured recall. */
  readonly notes?: Readonly<Record<string, number | string>>
}

/** A table for `members` without neighbors, as wide as the most that any of the `groups` is to find. */
export const emptyTable = (members: Uint32Array, groups: ReadonlyArray<Group>): NeighborTable => {
  const width = groups.reduce((most, { k }) => Math.max(most, k), 0)
  return {
    members,
    counts: new Uint32Array(members.length),
    width,
    indices: new Uint32Array(members.length * width),
    distances: new Float64Array(members.length * width).fill(NaN)
  }
}
