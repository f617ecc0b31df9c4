/** What scikit-activeml picks on small pools (peers.py), to compare ours with. */
import { readFileSync } from "node:fs"

type Rows = ReadonlyArray<ReadonlyArray<number>>

interface Case {
  readonly embedding: Rows
  readonly labeled: ReadonlyArray<number>
}

interface Peers {
  readonly source: string
  readonly clue: { readonly feature: Rows; readonly probability: Rows; readonly picks: ReadonlyArray<number> }
  readonly falcun: {
    readonly probability: Rows
    readonly runs: ReadonlyArray<{
      readonly gamma: number
      readonly picks: ReadonlyArray<number>
      /** Before each pick, with which probability an item is drawn; null for what was picked. */
      readonly shares: ReadonlyArray<ReadonlyArray<number | null>>
    }>
  }
  /** The classes that the model says, and that each of three passes says. */
  readonly dropquery: { readonly embedding: Rows; readonly classes: Rows; readonly picks: ReadonlyArray<number> }
  readonly maxherding: ReadonlyArray<
    Case & { readonly normalize: boolean; readonly bandwidth: number; readonly picks: ReadonlyArray<number> }
  >
  /** How many items each pick newly covers, besides. */
  readonly probcover: ReadonlyArray<
    Case & { readonly delta: number; readonly picks: ReadonlyArray<number>; readonly covers: ReadonlyArray<number> }
  >
  /** What is farthest: from what is known, in vectors, in numbers, and in both. */
  readonly farthest: ReadonlyArray<
    & Case
    & { readonly targets: ReadonlyArray<number>; readonly estimate: ReadonlyArray<number> }
    & Readonly<Record<"kcenter" | "gsx" | "gsy" | "igs", ReadonlyArray<number>>>
  >
  readonly typiclust: Case & { readonly neighbors: number; readonly picks: ReadonlyArray<number> }
}

/** What was recorded. */
export const peers = JSON.parse(readFileSync(new URL("peers.json", import.meta.url), "utf8")) as Peers
