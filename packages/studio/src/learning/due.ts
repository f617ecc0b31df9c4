/**
 * When the learner is asked for a new model.
 */

/** So many new labels are worth a new model at least. */
export const FEWEST = 10

/** Of many labels this share. */
const SHARE = 0.05

/** How many new labels are worth a new model, when there are `labels` of them. */
export const worth = (labels: number): number => Math.max(FEWEST, Math.ceil(SHARE * labels))

/** What is known when it is asked. */
export interface Due {
  /** Whether the learner has the items, and nothing to do. */
  readonly isFree: boolean
  /** Whether it was ever asked, since it runs. */
  readonly wasAsked: boolean
  /** Labels that came, went or changed since it was asked. */
  readonly changes: number
  /** Labels to train on. */
  readonly labels: number
  /** Whether the strategy is another than when it was asked. */
  readonly otherStrategy: boolean
  /** Items of its order that nobody answered yet. */
  readonly left: number
}

/** Fewer items left than this, and more are ordered. */
export const FEW = 12

/** Whether to ask for a new model now. */
export const isDue = ({ changes, isFree, labels, left, otherStrategy, wasAsked }: Due): boolean =>
  isFree && (!wasAsked || otherStrategy || changes >= worth(labels) || (changes > 0 && left < FEW))
