/** What the page asks of the worker, and what it is told. */

/** A question: the page shows the answer to the last alone. */
export interface Ask {
  readonly n: number
  readonly pool: string
  readonly text: string
  readonly budget: number
  readonly seed: number
  /** The positions that have labels. */
  readonly labeled: ReadonlyArray<number>
  /** An option to change before: the part's place in the pipeline, its option, the new value. */
  readonly edit?: { readonly part: number; readonly option: string; readonly value: number | string | boolean }
}

/** An option that can be changed without writing. */
export interface Control {
  readonly part: number
  /** The part's name. */
  readonly of: string
  readonly option: string
  readonly about: string
  readonly value: number | string | boolean
  readonly kind:
    | { readonly _tag: "Number"; readonly least: number; readonly most: number; readonly step: number }
    | { readonly _tag: "Choice"; readonly among: ReadonlyArray<string> }
    | { readonly _tag: "Switch" }
}

/** A pick, and why. */
export interface Pick {
  readonly position: number
  readonly why: string
}

/** A step of the trace. */
export interface Step {
  readonly text: string
  readonly left: number
  readonly status: string
  readonly notes: string
}

/** The answer to a question. */
export type Told =
  & { readonly n: number; readonly ms: number }
  & (
    | {
      readonly ok: true
      /** The strategy as it is written shortest. */
      readonly text: string
      readonly picks: ReadonlyArray<Pick>
      /** Sentences on all of them. */
      readonly remarks: ReadonlyArray<string>
      readonly trace: ReadonlyArray<Step>
      readonly controls: ReadonlyArray<Control>
    }
    | { readonly ok: false; readonly problem: string }
  )

/** Numbers, row by row. */
export interface Rows {
  readonly cols: number
  readonly data: Float32Array | Float64Array
}

/** A pool as it is drawn. */
export interface Shown {
  readonly name: string
  /** x and y of each item, from −1 to 1. */
  readonly points: ReadonlyArray<readonly [number, number]>
  /** The class of each item; −1 where nobody knows. */
  readonly truth: ReadonlyArray<number>
  /** What has labels at first. */
  readonly labeled: ReadonlyArray<number>
  /** Gray values of each item's image, 8 × 8, from 0 to 16; none for points of the plane. */
  readonly images?: Uint8Array
  /** The vectors, of a pool that is in no file. */
  readonly rows?: Rows
  /** The items' own names, and of their classes; none of what has numbers alone. */
  readonly ids?: ReadonlyArray<string>
  readonly classNames?: ReadonlyArray<string>
  /** The items that have pictures at `/thumb/N`. */
  readonly pictured?: ReadonlySet<number>
  /** The words of the command that name the pool, its labels and columns; none of a pool that is in no file. */
  readonly words?: ReadonlyArray<string>
}

/** What the worker says first: pools, and the names that a text may hold. */
export interface Hello {
  readonly pools: ReadonlyArray<Shown>
  readonly names: ReadonlyArray<{ readonly name: string; readonly kind: string; readonly summary: string }>
}

/** What the worker says in place of hello, where it cannot begin. */
export interface Failed {
  readonly failed: string
}
