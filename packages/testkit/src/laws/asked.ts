/**
 * What the laws of encoders, oracles, learners and classifiers ask about. Tested in `ports.test.ts`.
 */

/** What a subject that stands before a pool is asked about. */
export interface Asked {
  /** Of an item that an encoder gets: numbers, or height, width and channels. Default `[4]`. */
  readonly shape?: ReadonlyArray<number>
  /** How many items the pool has that an oracle or a learner knows. Default 12. */
  readonly size?: number
  /** How many classes there are. Default 3. */
  readonly classes?: number
}
