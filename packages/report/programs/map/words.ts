/** What is said of a pick. */
import type { Payload, Shown } from "../../src/map/shown.ts"

/** A pick and its round, from 0. */
export interface Pick {
  readonly pick: Shown
  readonly round: number
}

/** The name of a label; −1 is that of a declined item. */
export const className = ({ classNames }: Payload, label: number): string => label < 0 ? "declined" : classNames[label]!

/** Why it was picked, reason by reason. */
export const reasons = ({ branch, cluster, scores }: Shown): ReadonlyArray<string> => [
  ...(branch === undefined ? [] : [`by ${branch}`]),
  ...(cluster === undefined ? [] : [`cluster ${cluster[0]} of ${cluster[1]} items, ${cluster[2]} labeled`]),
  ...scores.map(([name, value, rank, of]) => `${name} ${value}${of > 0 ? `, rank ${rank} of ${of}` : ""}`)
]
