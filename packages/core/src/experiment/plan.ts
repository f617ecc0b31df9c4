/**
 * What an experiment is, and what a round leaves behind. See `Experiment`.
 */
import type { Columns } from "../Columns.ts"
import type { PseudoLabel } from "../Select.ts"
import type { Criterion } from "../stopping/criterion.ts"
import type { Facts } from "../stopping/named.ts"
import type * as Strategy from "../strategy/node.ts"
import type { Task } from "../Task.ts"
import type { Budget } from "./budgets.ts"

/** An experiment: one strategy on one pool, with one seed. Run it with `Experiment.rounds`. */
export interface Plan {
  /** What chooses the items of each round. */
  readonly strategy: Strategy.Any
  /** What is known of the pool from the start; the trained classifier supplies the rest. */
  readonly columns: Partial<Columns>
  /** The number of items in the pool. */
  readonly size: number
  /** The items' ids in pool order. Default: the positions in decimal. */
  readonly ids?: ReadonlyArray<string>
  /** The number of classes. */
  readonly classes: number
  /** Labels a round: a number, or a list with an entry for each of the `rounds`, as `[10, 10, 20, 40]`. */
  readonly budget: Budget
  /** Batches that the strategy chooses. */
  readonly rounds: number
  /** What every random number follows from: any safe integer. */
  readonly seed: number
  /** The first labels, as positions. Default none: the strategy chooses the first batch too. */
  readonly initial?: ReadonlyArray<number>
  /**
   * What chooses the first batch when nothing is labeled, nothing was ever trained, and the strategy asks the
   * classifier: random, say.
   */
  readonly coldStart: Strategy.Any
  /**
   * When to stop before all rounds are done: `Stopping.readUnsafe("any-of(stabilizing-predictions, budget(500))")`. Asked after
   * every round; no item is asked about after the first that it stops at. Default never. Of these criteria target accuracy alone
   * looks at the labels of test items; they count as labels spent, see `Verdict.own`.
   */
  readonly stop?: Criterion<Facts>
  /** The positions that strategies choose among. Default all. */
  readonly candidates?: ArrayLike<number>
  /**
   * The positions that are asked about before any other, in this order, over as many rounds as it takes; they count in the budget.
   * Each must be a candidate. Default none.
   */
  readonly include?: ArrayLike<number>
  /** What a label of each item costs, by position: numbers from 0. Default: labels cost nothing, and `spend` is not given. */
  readonly costs?: ArrayLike<number>
  /** The most that the batch of a round may cost, see `Query.Settings`; it then has at most the budget. Default: no limit. */
  readonly spend?: number
  /**
   * What is learned from the labels. With `multi-label` and `regression` the classes stand for the different answers that there are (sets
   * of labels, numbers), and the learner's models have `measured` in the place of classes. Default classification.
   */
  readonly task?: Task
  /** Of regression: the number that each class stands for. Default none. */
  readonly targets?: ArrayLike<number>
}

/** What a round left behind: all that is needed to go on from it. */
export interface Past {
  /** The round, from 0. */
  readonly round: number
  /** What was asked about, in order. */
  readonly positions: Uint32Array
  /** The class of each of `positions`, from 0; −1 where the oracle declined. */
  readonly labels: Int32Array
  /** The guesses that counted as labels in this round only (CEAL). */
  readonly pseudo: ReadonlyArray<PseudoLabel>
}
