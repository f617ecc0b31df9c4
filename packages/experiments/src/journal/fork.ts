/**
 * What if another strategy had taken over after that round?
 */
import type { Plan } from "@marginalia/core/Experiment"
import * as Journal from "@marginalia/core/Journal"
import { digest } from "@marginalia/datasets/hash"
import * as Effect from "effect/Effect"
import { configOf, contentsOf, differences, type Facts, refused } from "./run.ts"

/** Which journal is branched, where, and what the branch does from there on. */
export interface Fork {
  /** The journal to branch; it is only read. */
  readonly from: ReadonlyArray<Journal.Entry>
  /** How many rounds are taken over: 1 takes round 0, the first batch. */
  readonly atRound: number
  /** What runs from there: another strategy, budget, seed or number of rounds, over the same data. */
  readonly plan: Plan
  /** What the branch's plan does not say and its results depend on. Default none. */
  readonly facts?: Facts
  /** The branch's own journal: empty, or one that this fork began to write. */
  readonly to: Journal.Journal["Service"]
}

/** What a branch shares with its journal: other data would give the copied rounds another meaning. */
const shared: ReadonlySet<string> = new Set(["size", "classes", "data", "initial"])

const checkData = Effect.fnUntraced(function*(from: Journal.Config, to: Journal.Config) {
  const fields = differences(from, to).filter((field) => shared.has(field))
  if (fields.length > 0) return yield* refused({ _tag: "OtherData", fields })
})

/** What of the copy is still to be written. Fails when the journal holds something else. */
const rest = Effect.fnUntraced(function*(
  wanted: ReadonlyArray<Omit<Journal.Entry, "seq">>,
  present: ReadonlyArray<Journal.Entry>
) {
  const same = present.slice(0, wanted.length).every(({ event }, i) =>
    Journal.print(event) === Journal.print(wanted[i]!.event)
  )
  if (same) return wanted.slice(present.length)
  return yield* refused({ _tag: "Occupied" })
})

/**
 * Starts a journal with the first rounds of another one; `runJournaled` with the same plan and facts goes on from there.
 *
 * A fork that was cut short is completed by forking again. Fails with a `JournalError`: `OtherData` when the data, the
 * classes or the initial set differ; `TooFewRounds` when there are fewer rounds than `atRound`; `Occupied` when `to` holds something else.
 */
export const fork = Effect.fn("fork")(function*(
  { atRound, facts = {}, from, plan, to }: Fork
): Effect.fn.Return<void, Journal.JournalError> {
  const { config, rounds } = yield* contentsOf(from)
  if (config === undefined || !Number.isInteger(atRound) || atRound < 0 || atRound > rounds.length) {
    return yield* refused({ _tag: "TooFewRounds", rounds: rounds.length, atRound })
  }
  const parent = { digest: digest(from.slice(0, atRound + 1)), atRound }
  const branch = configOf(plan, facts, parent)
  yield* checkData(config, branch)
  const copied = rounds.slice(0, atRound).map(({ round, timing }) => ({ event: round, timing }))
  const missing = yield* rest([{ event: branch, timing: {} }, ...copied], yield* to.events)
  yield* Effect.forEach(missing, ({ event, timing }) => to.append(event, timing), { discard: true })
})
