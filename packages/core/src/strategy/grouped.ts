/**
 * Running strategies that look at groups.
 */
import * as Effect from "effect/Effect"
import type { Column } from "../Columns.ts"
import { PartFailed, type SelectionError } from "../Errors.ts"
import * as Frame from "../Frame.ts"
import * as Rng from "../Rng.ts"
import { capOf, type Groups, groupsOf, shares, tally } from "./groups.ts"
import type { Node } from "./node.ts"
import { branded, concat, empty, note, only, type Outcome, weave } from "./outcome.ts"
import * as print from "./print.ts"

type Branch<R, T extends Node["_tag"]> = Extract<Node<R>, { readonly _tag: T }>

/** Runs the strategy of the node on a frame. */
type Choose<R> = (frame: Frame.Any) => Effect.Effect<Outcome, SelectionError, R>

const read = (frame: Frame.Any, column: Column, part: string): Effect.Effect<Groups, PartFailed> =>
  Effect.try({ try: () => groupsOf(frame, column, part), catch: (error) => error as PartFailed })

/** The candidates of each of `room.length` groups, as many as `room` says; the last ones are in none. O(N). */
const members = (of: Int32Array, candidates: Uint32Array, room: Uint32Array): ReadonlyArray<Uint32Array> => {
  const lists = Array.from(room, (count) => new Uint32Array(count)), next = new Uint32Array(room.length)
  for (const position of candidates) {
    const group = of[position]! < 0 ? room.length - 1 : of[position]!
    lists[group]![next[group]!++] = position
  }
  return lists
}

/** As many picks from each group as can be. */
export const runPerGroup = Effect.fnUntraced(function*<R>(
  node: Branch<R, "PerGroup">,
  frame: Frame.Any,
  choose: Choose<R>
): Effect.fn.Return<Outcome, SelectionError, R> {
  const part = `per-group(${node.column})`, groups = yield* read(frame, node.column, part)
  const count = groups.names.length, room = tally(groups.of, count, frame.candidates)
  const quota = shares(room, tally(groups.of, count, frame.labeled), frame.budget)
  const outcomes: Array<Outcome> = [], lists = members(groups.of, frame.candidates, room)
  let picked = frame.picked
  for (const [group, budget] of quota.entries()) {
    if (budget === 0) continue
    const name = groups.names[group] ?? "none", candidates = lists[group]!
    const key = Rng.derive(frame.key, `group ${group}`)
    const again = frame.again?.filter((position) => (groups.of[position]! < 0 ? count : groups.of[position]!) === group)
    const outcome = branded(yield* choose({ ...frame, candidates, picked, again, budget, key }), name)
    const head = note(`${part}: ${name}`, "branch", candidates.length, { quota: budget })
    outcomes.push({ ...outcome, trace: [head, ...outcome.trace] })
    picked = Frame.concat(picked, outcome.positions)
  }
  return weave(outcomes)
})

/** The picks that are taken: in their order, until their group is full. Counts them. */
const taken = ({ of }: Groups, positions: Uint32Array, counts: Uint32Array, cap: number): ReadonlyArray<number> =>
  [...positions.keys()].filter((i) => {
    const group = of[positions[i]!]!
    if (group < 0) return true
    if (counts[group]! >= cap) return false
    counts[group]! += 1
    return true
  })

/** How many more items groups have room for under a cap, of which some are there already. */
const roomUnder = (groups: Groups, candidates: Uint32Array, counts: Uint32Array, cap: number): number =>
  tally(groups.of, groups.names.length, candidates).reduce(
    (sum, n, group) => sum + (group < groups.names.length ? Math.min(n, Math.max(0, cap - counts[group]!)) : n),
    0
  )

const full = (groups: Groups, frame: Frame.Any, cap: number, most: number, part: string): PartFailed => {
  const many = `${groups.names.length} groups of at most ${cap} fill ${most} of ${frame.budget} places`
  const problem = `${many}; allow more per group, or ask for fewer items`
  return new PartFailed({ part, problem, reason: "TooFew", value: most, expected: frame.budget })
}

/** A strategy's picks, of no group more than the cap. */
export const runAtMostPer = Effect.fnUntraced(function*<R>(
  node: Branch<R, "AtMostPer">,
  frame: Frame.Any,
  choose: Choose<R>
): Effect.fn.Return<Outcome, SelectionError, R> {
  const part = `at-most-per(${node.column}, ${node.most})`, groups = yield* read(frame, node.column, part)
  const again = frame.again ?? new Uint32Array(), cap = capOf(node.most, frame.budget + again.length)
  const counts = tally(groups.of, groups.names.length, again)
  const most = roomUnder(groups, frame.candidates, counts, cap), wanted = Math.min(frame.budget, most)
  // A batch that is asked for in turns may end before it is full.
  if (most < frame.budget && frame.again === undefined) return yield* Effect.fail(full(groups, frame, cap, most, part))
  if (wanted === 0) return empty
  let all: Outcome | undefined, picked = new Uint32Array()
  while (picked.length < wanted) {
    const open = (position: number) => groups.of[position]! < 0 || counts[groups.of[position]!]! < cap
    const candidates = Frame.without(frame.candidates, picked).filter(open)
    const key = all === undefined ? frame.key : Rng.derive(frame.key, `at-most-per ${picked.length}`)
    const budget = Math.min(wanted - picked.length, candidates.length)
    const before = picked.length === 0 ? frame.again : Frame.concat(again, picked)
    const outcome = yield* choose({
      ...frame,
      candidates,
      picked: Frame.concat(frame.picked, picked),
      again: before,
      budget,
      key
    })
    const kept = taken(groups, outcome.positions, counts, cap)
    if (kept.length === 0) {
      // Caps within this one leave no item that all of them allow.
      if (frame.again === undefined && picked.length > 0) {
        return yield* Effect.fail(full(groups, frame, cap, picked.length, part))
      }
      return all ?? outcome
    }
    const head = note(`${part}: ${print.title(node.strategy)}`, "branch", candidates.length, {
      picks: outcome.positions.length,
      taken: kept.length
    })
    const own = only(outcome, kept), trace = [...all?.trace ?? [], head, ...own.trace]
    all = all === undefined ? { ...own, trace } : { ...concat(all, own), trace }
    picked = new Uint32Array(Frame.concat(picked, own.positions))
  }
  return all ?? (yield* choose(frame))
})
