/** What scikit-activeml picks on small pools (peers.py), to compare ours with. */
import { readFileSync } from "node:fs"

type Rows = ReadonlyArray<ReadonlyArray<number>>

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
}

/** What was recorded. */
export const peers = JSON.parse(readFileSync(new URL("peers.json", import.meta.url), "utf8")) as Peers
