/**
 * What the page holds of a map, as plain data: written by `payload.ts`, read by the page's script in `programs/map`.
 */

/** Places by item, x and y in turn, within 0 … 1000. */
export interface Layout {
  readonly key: "pca" | "umap" | "tsne"
  readonly title: string
  readonly places: ReadonlyArray<number>
}

/** A pick: the item's number on the map, its label (−1: declined), and why. */
export interface Shown {
  readonly i: number
  readonly label: number
  /** `[number, size, labeled]` of its cluster. */
  readonly cluster?: readonly [number, number, number]
  readonly branch?: string
  /** `[name, value, rank, of]`. */
  readonly scores: ReadonlyArray<readonly [string, string, number, number]>
}

/** The rounds of one unit. */
export interface ShownRun {
  readonly strategy: string
  readonly seed: number
  readonly rounds: ReadonlyArray<{ readonly labels: number; readonly picks: ReadonlyArray<Shown> }>
}

/** A map, its picks and their reasons. */
export interface Payload {
  readonly classNames: ReadonlyArray<string>
  readonly layouts: ReadonlyArray<Layout>
  /** By item on the map: its true class, −1 where nobody knows. */
  readonly truth: ReadonlyArray<number>
  /** By item on the map. */
  readonly ids: ReadonlyArray<string>
  readonly runs: ReadonlyArray<ShownRun>
  readonly images?: {
    readonly url: string
    readonly wide: number
    readonly tall: number
    readonly across: number
    /** The items on the map that are shown, in their order in the picture. */
    readonly of: ReadonlyArray<number>
  }
}
