/**
 * A learning curve as it is compared. See `Statistics`.
 */
/** A finished run; survives JSON. Every list has one entry a round. */
export interface Run {
  /** The strategy's name: runs of one name and data set are averaged over their seeds. */
  readonly strategy: string
  /** The data set's name. */
  readonly dataset: string
  /** The seed, by which runs of two strategies are paired. */
  readonly seed: number
  /** Labels so far, the round's included. */
  readonly labels: ReadonlyArray<number>
  /** Items asked about so far, those that the oracle declined included. Default: `labels`, nothing was declined. */
  readonly asked?: ReadonlyArray<number>
  /** The accuracy on the test items; NaN where labels are no classes. */
  readonly accuracy: ReadonlyArray<number>
  /** The mean recall over classes. Default unknown. */
  readonly balancedAccuracy?: ReadonlyArray<number>
  /** The mean F1 over classes. Default unknown. */
  readonly macroF1?: ReadonlyArray<number>
  /** Where labels are sets or numbers, what was measured, by name; the accuracies are NaN then. Default none. */
  readonly measures?: { readonly [name: string]: ReadonlyArray<number> }
  /** The criterion that ended it before its last round, as it is written. Default: it went to its end. */
  readonly stopped?: string
  /** Labels that its criterion needed for itself, those of test items, beside `labels`. Default 0. */
  readonly own?: number
  /** What the round picked, by class. */
  readonly picked?: ReadonlyArray<ReadonlyArray<number>>
}
