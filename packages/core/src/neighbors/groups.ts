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
  /** By position: 1 where an item may be a neighbor, 0 where it only looks for some. Left out, all members may. */
  readonly sought?: Uint8Array
}

/**
 * One group: `rows` are indices into `members`, ascending, and `k` is the number of neighbors that each of them gets.
 */
export interface Group {
  readonly rows: Uint32Array
  readonly k: number
  /** Those of `rows` that may be neighbors, ascending, where not all may: at least `k`, so that one of them may find one fewer. */
  readonly sought?: Uint32Array
}

const limit = (wanted: number, most: number): number => Math.min(most, Math.max(0, Math.floor(wanted) || 0))

/** A group of some members, of whom those may be neighbors that are sought. */
const groupOf = ({ members, neighbors, sought }: Members, rows: Uint32Array): Group => {
  const wanted = neighbors(rows.length), some = sought && rows.filter((row) => sought[members[row]!] === 1)
  if (some === undefined || some.length === rows.length) return { rows, k: limit(wanted, rows.length - 1) }
  return { rows, k: limit(wanted, some.length), sought: some }
}

/** The groups of a `request` that have members, in the order of their numbers. O(N). */
export const groupsOf = (request: Members): Array<Group> => {
  const { group, members } = request
  const slots = new Map<number, number>(), slotOf = new Int32Array(members.length), sizes: Array<number> = []
  for (let i = 0; i < members.length; i++) {
    const number = group[members[i]!] ?? -1
    const slot = number < 0 ? -1 : slots.get(number) ?? sizes.length
    slotOf[i] = slot
    if (slot < 0) continue
    if (slot === sizes.length) {
      slots.set(number, slot)
      sizes.push(0)
    }
    sizes[slot]! += 1
  }
  const lists = sizes.map((size) => new Uint32Array(size)), filled = new Uint32Array(sizes.length)
  for (let i = 0; i < members.length; i++) {
    const slot = slotOf[i]!
    if (slot >= 0) lists[slot]![filled[slot]!++] = i
  }
  return [...slots].sort(([a], [b]) => a - b).map(([, slot]) => groupOf(request, lists[slot]!))
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
