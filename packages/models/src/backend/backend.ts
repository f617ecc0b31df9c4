/** A backend as data: what it is, and how tfjs comes by it. Tested by `own.test.ts` and `TensorBackend.test.ts`. */

/** A backend: what it is, and how tfjs comes by it. One of one's own is made by `defineBackend`. */
export interface Backend {
  /** How it is written: `wasm`, `mine(2)`. */
  readonly text: string
  /** What it is, in a few words. */
  readonly describes: string
  /** What to do where it does not run. */
  readonly remedy: string
  /** Whether this project has ever run it. */
  readonly run: boolean
  /** Whether the same work has the same bits every time. */
  readonly deterministic: boolean
  /** The bytes that it can address at most; `Infinity` where these are all that there are. */
  readonly most: number
  /**
   * Registers it with tfjs, and gives the name under which it is registered; a text that is thrown says why it does not run
   * here. With `hardware`, a driver in software does not count.
   */
  readonly start: (hardware: boolean) => Promise<string>
  /** What is left to do once it is current. */
  readonly ready?: () => Promise<void>
}
