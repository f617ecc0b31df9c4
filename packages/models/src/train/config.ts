/** How a network is trained, as data. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const withDefault = <T, E>(schema: Schema.Codec<T, E>, value: E) =>
  schema.pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))

const Positive = Schema.Finite.check(Schema.isGreaterThan(0))
const NonNegative = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))
const Count = Schema.Int.check(Schema.isGreaterThan(0))

/** SGD as PyTorch has it: the decay is added to the gradient, before the momentum. */
export const Sgd = Schema.Struct({
  kind: Schema.Literal("sgd"),
  momentum: withDefault(NonNegative, 0.9),
  nesterov: withDefault(Schema.Boolean, true),
  weightDecay: withDefault(NonNegative, 0)
})

/** Adam as PyTorch has it: β 0.9 and 0.999, ε 1e-8, no decay. */
export const Adam = Schema.Struct({ kind: Schema.Literal("adam") })

/** How weights follow gradients: {@link Sgd}, or {@link Adam}. */
export const Optimizer = Schema.Union([Sgd, Adam])

/** See {@link Optimizer}. */
export type Optimizer = typeof Optimizer.Type

/** The learning rate, epoch by epoch: constant, or a half cosine from `rate` down to `floor` · `rate`. */
export const Schedule = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("constant") }),
  Schema.Struct({ kind: Schema.Literal("cosine"), floor: withDefault(NonNegative, 0) })
])

/** See {@link Schedule}. */
export type Schedule = typeof Schedule.Type

/** What happens to a training image: `crop` zeros around it before it is cut out again at random; and a mirror. */
export const Augmentation = Schema.Struct({
  crop: withDefault(Schema.Natural, 0),
  flip: withDefault(Schema.Boolean, false)
})

/** See {@link Augmentation}. */
export type Augmentation = typeof Augmentation.Type

/**
 * How to train. `batch` is a largest size: the batches are min(batch, items). `start`: from the same initial weights
 * every round, or from new ones. The last batch of an epoch may be smaller, unless `dropLast`.
 */
export const TrainingConfig = Schema.Struct({
  optimizer: Optimizer,
  rate: Positive,
  schedule: withDefault(Schedule, { kind: "constant" } as const),
  epochs: Count,
  batch: Count,
  dropLast: withDefault(Schema.Boolean, false),
  augment: withDefault(Augmentation, {}),
  start: withDefault(Schema.Literals(["same", "new"]), "same")
})

/** See {@link TrainingConfig}. */
export type TrainingConfig = typeof TrainingConfig.Type

/**
 * A training configuration from an `input` that may leave out options that have defaults. Throws a SchemaError that names what is
 * wrong.
 */
export const trainingConfig = (input: typeof TrainingConfig.Encoded): TrainingConfig =>
  Schema.decodeSync(TrainingConfig)(input)

/** The learning rate of epoch `epoch` (from 0): PyTorch's CosineAnnealingLR, which moves once an epoch. */
export const rateAt = ({ epochs, rate, schedule }: TrainingConfig, epoch: number): number => {
  if (schedule.kind === "constant") return rate
  const least = schedule.floor * rate
  return least + (rate - least) * (1 + Math.cos(Math.PI * epoch / epochs)) / 2
}
