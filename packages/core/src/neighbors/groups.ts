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

/** One group: indices into `members`, ascending, and the number of neighbors each of them gets. */
export interface Group {
  readonly rows: Uint32Array
  readonly k: number
}

const limit = (wanted: number, size: number): number => Math.min(size - 1, Math.max(0, Math.floor(wanted) || 0))

/** The groups that have members, in the order of their numbers. O(N). */
export const groupsOf = ({ group, members, neighbors }: Members): Array<Group> => {
  const lists = new Map<number, Array<number>>()
  members.forEach((position, index) => {
    const number = group[position] ?? -1
    if (number < 0) return
    const list = lists.get(number)
    if (list === undefined) lists.set(number, [index])
    else list.push(index)
  })
  return [...lists].sort(([a], [b]) => a - b).map(([, list]) => ({
    rows: Uint32Array.from(list),
    k: limit(neighbors(list.length), list.length)
  }))
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

/** A table of the right width without neighbors. */
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
