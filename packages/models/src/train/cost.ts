/** What a training would cost: counted, and measured on a few batches. Tested in packages/cli/test/train.test.ts. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { build } from "../network/build.ts"
import { type Estimate, estimate } from "../network/estimate.ts"
import type { Network } from "../network/spec.ts"
import type { TrainingConfig } from "./config.ts"
import type { Labeled } from "./epochs.ts"
import { Trainer } from "./Trainer.ts"

/** What a training would cost here, beside what is counted. */
export interface TrainingCost extends Estimate {
  /** Items a second of training, as it was measured. */
  readonly speed: number
  /** How long one training would take. */
  readonly seconds: number
}

/** Items a second of training, the better of two batches after one to warm up. */
const measured = Effect.fnUntraced(function*(network: Network, data: Labeled, config: TrainingConfig, seed: number) {
  const size = Math.min(config.batch, data.at.length)
  const few = { ...data, at: data.at.subarray(0, size), labels: data.labels.subarray(0, size) }
  const { epochs } = yield* (yield* Trainer).prepare(network, few, { ...config, epochs: 3 }, { seed })
  const speeds = yield* Stream.runCollect(Stream.map(epochs, ({ imagesPerSecond }) => imagesPerSecond))
  return Math.max(...speeds.slice(1))
}, Effect.scoped)

/**
 * What training a `network` on the labeled `data` would cost on the current backend, as `config` says and drawn by
 * `seed`: counted, and measured by training on one batch, three times. Fails as the `Trainer` does, with
 * `TrainingError`.
 */
export const trainingCost = Effect.fn("trainingCost")(
  function*(network: Network, data: Labeled, config: TrainingConfig, seed: number) {
    const speed = yield* measured(network, data, config, seed)
    const counts = estimate(build(network, data.items.shape, data.classes), config, data.at.length)
    const cost: TrainingCost = { ...counts, speed, seconds: data.at.length * config.epochs / speed }
    return cost
  }
)
