/**
 * A learning curve as it is compared. See `Statistics`.
 */
/** A finished run; survives JSON. Every list has one entry a round. */
export interface Run {
  readonly strategy: string
  readonly dataset: string
  readonly seed: number
  /** Labels so far, the round's included. */
  readonly labels: ReadonlyArray<number>
  /** Items asked about so far, those that the oracle declined included. Default: `labels`, nothing was declined. */
  readonly asked?: ReadonlyArray<number>
  readonly accuracy: ReadonlyArray<number>
  readonly balancedAccuracy?: ReadonlyArray<number>
  readonly macroF1?: ReadonlyArray<number>
  /** What the round picked, by class. */
  readonly picked?: ReadonlyArray<ReadonlyArray<number>>
}
