/**
 * What an experiment is, and what a round leaves behind. See `Experiment`.
 */
import type { Columns } from "../Columns.ts"
import type { PseudoLabel } from "../Select.ts"
import type * as Strategy from "../strategy/node.ts"

/** An experiment: one strategy, one seed. */
export interface Plan {
  readonly strategy: Strategy.Any
  /** What is known of the pool from the start; the trained classifier supplies the rest. */
  readonly columns: Partial<Columns>
  readonly size: number
  readonly ids?: ReadonlyArray<string>
  readonly classes: number
  /** Labels a round. */
  readonly budget: number
  /** Batches that the strategy chooses. */
  readonly rounds: number
  readonly seed: number
  /** The first labels, as positions; without them the strategy chooses the first batch too. */
  readonly initial?: ReadonlyArray<number>
  /**
   * What chooses the first batch when nothing is labeled, nothing was ever trained, and the strategy asks the
   * classifier: random, say.
   */
  readonly coldStart: Strategy.Any
}

/** What a round left behind: all that is needed to go on from it. */
export interface Past {
  readonly round: number
  readonly positions: Uint32Array
  readonly labels: Int32Array
  readonly pseudo: ReadonlyArray<PseudoLabel>
}
