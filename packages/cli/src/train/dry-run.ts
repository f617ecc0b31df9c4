/**
 * What a training would cost: counted, and measured on a few batches.
 */
import { bytes, longTime, shortNumber } from "@marginalia/core/Words"
import { build, estimate, type Labeled, type Network, Trainer, type TrainingConfig } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { print } from "../terminal/print.ts"
import { entry } from "../terminal/table.ts"
import { affordable, type Plan } from "./held-out.ts"

const short = (value: number): string => shortNumber(Number(value.toPrecision(3)))

const scaled = (value: number, unit: string): string => {
  const power = Math.min(5, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)))
  return `${short(value / 1000 ** power)} ${["", "k", "M", "G", "T", "P"][power]}${unit}`
}

/** Items a second of training, the better of two batches after one to warm up. */
const measured = Effect.fnUntraced(function*(network: Network, data: Labeled, config: TrainingConfig, seed: number) {
  const size = Math.min(config.batch, data.at.length)
  const few = { ...data, at: data.at.subarray(0, size), labels: data.labels.subarray(0, size) }
  const { epochs } = yield* (yield* Trainer.Trainer).prepare(network, few, { ...config, epochs: 3 }, { seed })
  const speeds = yield* Stream.runCollect(Stream.map(epochs, ({ imagesPerSecond }) => imagesPerSecond))
  return Math.max(...speeds.slice(1))
}, Effect.scoped)

/** What cross-validation adds, or why there is none. */
const foldsOf = (plan: Plan, seconds: number): ReadonlyArray<readonly [string, string]> => {
  const { folds, why } = affordable(plan, seconds)
  if (folds > 0) {
    return [["held out", `about ${longTime(seconds * (folds - 1))} more: cross-validation by ${folds} folds`]]
  }
  return why === undefined ? [] : [["held out", `no cross-validation: ${why}`]]
}

/** Prints what training would cost here. Trains on one batch, three times. */
export const dryRun = Effect.fn("dryRun")(function*(
  network: Network,
  data: Labeled,
  config: TrainingConfig,
  backend: string,
  seed: number,
  plan: Plan
) {
  const speed = yield* measured(network, data, config, seed)
  const { batch, bytes: memory, flops, parameters, trainingFlops } = estimate(
    build(network, data.items.shape, data.classes),
    config,
    data.at.length
  )
  const seconds = data.at.length * config.epochs / speed
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
