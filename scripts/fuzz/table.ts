/** What came of a run: the table of readers and outcomes, and every input that is not as it should be. */
import { type Outcome, outcomes } from "./judge.ts"
import type { Found } from "./run.ts"

/** How often each outcome came, by target. */
export type Counts = Map<string, Record<Outcome, number>>

const none = (): Record<Outcome, number> => ({ refused: 0, accepted: 0, message: 0, crash: 0, slow: 0, flood: 0 })

/** Counts one. */
export const count = (counts: Counts, { outcome, target }: Pick<Found, "outcome" | "target">): void => {
  const row = counts.get(target) ?? none()
  row[outcome]++
  counts.set(target, row)
}

/** Whether an outcome is none that may happen. */
export const isBad = ({ outcome }: Pick<Found, "outcome">): boolean => outcome !== "refused" && outcome !== "accepted"

/** The table, a line a target and one for all. */
export const tableLines = (counts: Counts): ReadonlyArray<string> => {
  const total = none()
  for (const row of counts.values()) for (const outcome of outcomes) total[outcome] += row[outcome]
  const rows = [...counts, ["all", total] as const].map((
    [name, row]
  ) => [name, ...outcomes.map((outcome) => String(row[outcome]))])
  const all = [["reader", ...outcomes], ...rows]
  const widths = all[0]!.map((_, col) => Math.max(...all.map((row) => row[col]!.length)))
  return all.map((row) =>
    row.map((cell, col) => col === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[col]!)).join("  ")
  )
}

/** The bad ones of each target and reason, a few of each, with how to see one again. */
export const badLines = (bad: ReadonlyArray<Found>, seed: number): ReadonlyArray<string> =>
  bad.map(({ input, outcome, target, why }) =>
    `${outcome}: ${target}, input ${input}: ${why}\n  npm run check:fuzz -- --seed ${seed} --only "${target}" --input ${input}`
  )
