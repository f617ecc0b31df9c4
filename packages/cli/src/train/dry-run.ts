/**
 * What a training would cost, for people.
 */
import * as Message from "@marginalia/core/Message"
import { bytes, longTime, shortNumber } from "@marginalia/core/Words"
import {
  affordableFolds,
  type FoldPlan,
  type Learnable,
  type Network,
  TensorBackend,
  type Trainer,
  type TrainingConfig,
  trainingCost
} from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { asFlag } from "../render.ts"
import { print } from "../terminal/print.ts"
import { entry } from "../terminal/table.ts"

const short = (value: number): string => shortNumber(Number(value.toPrecision(3)))

const scaled = (value: number, unit: string): string => {
  const power = Math.min(5, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)))
  return `${short(value / 1000 ** power)} ${["", "k", "M", "G", "T", "P"][power]}${unit}`
}

/** What cross-validation adds, or why there is none. */
const foldsOf = (plan: FoldPlan, seconds: number): ReadonlyArray<readonly [string, string]> => {
  const { folds, why } = affordableFolds(plan, seconds)
  if (folds > 0) {
    return [["held out", `about ${longTime(seconds * (folds - 1))} more: cross-validation by ${folds} folds`]]
  }
  return why === undefined ? [] : [["held out", `no cross-validation: ${Message.render(why, asFlag)}`]]
}

/** What would be trained. */
interface Job {
  readonly network: Network
  readonly learnable: Learnable
  readonly config: TrainingConfig
  readonly seed: number
  readonly plan: FoldPlan
}

/** Prints what training would cost here. */
export const dryRun = Effect.fn("dryRun")(function*(
  { config, learnable: { data }, network, plan, seed }: Job
): Effect.fn.Return<void, Trainer.TrainingError, TensorBackend.TensorBackend | Trainer.Trainer> {
  const { name: backend } = yield* TensorBackend.TensorBackend
  const cost = yield* trainingCost(network, data, config, seed)
  const { batch, bytes: memory, flops, parameters, seconds, speed, trainingFlops } = cost
  const facts: ReadonlyArray<readonly [string, string]> = [
    ["items", `${data.at.length} of ${data.items.shape.join(" × ")}, ${data.classes} classes`],
    ["parameters", short(parameters)],
    ["an item", `${scaled(flops, "FLOP")} forward`],
    ["training", `${scaled(trainingFlops, "FLOP")}: ${config.epochs} epochs in batches of ${batch}`],
    ["memory", `about ${bytes(memory)} beside the data`],
    ["measured", `${short(speed)} items/s, ${scaled(3 * flops * speed, "FLOP/s")} on ${backend}`],
    ["time", `about ${longTime(seconds)}`],
    ...foldsOf(plan, seconds)
  ]
  yield* print(facts.flatMap(([what, found]) => entry(what, found, 13)).join("\n"))
})
