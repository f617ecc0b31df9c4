/**
 * What is known after some rounds: the labels that an oracle gave, and the items that it declined. Tested in
 * `Experiment.test.ts`.
 */
import type { Past } from "./plan.ts"

/** The labeled positions with their classes, in the order in which they were labeled, and the declined positions. */
export interface Known {
  readonly positions: Uint32Array
  readonly labels: Int32Array
  readonly declined: ReadonlySet<number>
}

/** All labels so far. An item that the oracle declined is no label: it is not trained on, and not asked about again. */
export const knownLabels = (past: ReadonlyArray<Past>): Known => {
  const all = past.flatMap(({ labels, positions }) =>
    Array.from(positions, (position, i) => [position, labels[i]!] as const)
  )
  const answered = all.filter(([, label]) => label >= 0)
  return {
    positions: Uint32Array.from(answered, ([position]) => position),
    labels: Int32Array.from(answered, ([, label]) => label),
    declined: new Set(all.filter(([, label]) => label < 0).map(([position]) => position))
  }
}
