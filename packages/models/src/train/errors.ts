/** What can end a training. */
import type { InvalidSubset, SubsetProblem } from "@marginalia/datasets/errors"
import * as Data from "effect/Data"

/** The loss is no number any more. */
export class Diverged extends Data.TaggedError("Diverged")<{
  readonly epoch: number
  readonly batch: number
  readonly loss: number
}> {
  readonly exitCode = 1
  override get message(): string {
    return `the loss is ${this.loss} in batch ${this.batch} of epoch ${this.epoch}; lower the learning rate, `
      + `or look for infinities in the data`
  }
}

const ofMemory = (reason: MemoryProblem): string => {
  if (reason._tag === "Refused") return reason.cause instanceof Error ? reason.cause.message : String(reason.cause)
  const [takes, has] = [(reason.needed / 2 ** 30).toFixed(1), Number((reason.most / 2 ** 30).toPrecision(3))]
  return `a batch takes about ${takes} GiB, of the ${has} that ${reason.backend} has`
}

/** Why a batch does not fit. */
export type MemoryProblem =
  /** It would take about `needed` bytes, of the `most` that the backend has. */
  | { readonly _tag: "Estimated"; readonly needed: number; readonly most: number; readonly backend: string }
  /** The device refused; `cause` is what it threw. */
  | { readonly _tag: "Refused"; readonly cause: unknown }

/** The device's memory does not hold a batch, of so many items; `reason` says why. */
export class OutOfMemory extends Data.TaggedError("OutOfMemory")<{
  readonly batch: number
  readonly reason: MemoryProblem
}> {
  readonly exitCode = 2
  override get message(): string {
    return `${ofMemory(this.reason)}; take batches smaller than ${this.batch}, or a narrower network`
  }
}

/** Why nothing can be trained. */
export type TrainingProblem =
  /** No item is labeled. */
  | { readonly _tag: "NoLabels" }
  /** There is not one label an item. */
  | { readonly _tag: "WrongCount"; readonly items: number; readonly labels: number }
  /** A position is beyond the items, of which there are `size`. */
  | { readonly _tag: "Position"; readonly position: number; readonly size: number }
  /** The label of `position` is none of the `classes`, from 0. */
  | { readonly _tag: "Label"; readonly position: number; readonly value: number; readonly classes: number }
  /** An item is labeled twice, and would be on both sides of a fold. */
  | { readonly _tag: "Twice"; readonly position: number }
  /** The labels cannot be dealt into folds. */
  | { readonly _tag: "Folds"; readonly reason: SubsetProblem; readonly cause: InvalidSubset }
  /** The network cannot be built for these items and classes. */
  | { readonly _tag: "Network"; readonly cause: unknown }
  /** The network has no body, and a pretraining would learn nothing. */
  | { readonly _tag: "NoBody" }
  /** A pretraining has fewer images than the two that it tells apart. */
  | { readonly _tag: "Images"; readonly size: number }
  /** A setting of a pretraining, under its name in code, has a value that it does not take. */
  | { readonly _tag: "Setting"; readonly setting: "batch" | "temperature" | "projection"; readonly value: number }
  /** Views cannot be drawn of such items. */
  | { readonly _tag: "Views"; readonly problem: string }

type OfSetting = TrainingProblem & { readonly _tag: "Setting" }

const ofSetting = ({ setting, value }: OfSetting): string => {
  switch (setting) {
    case "batch":
      return "SimCLR tells an image from the others of its batch; take batches of 2 at least"
    case "temperature":
      return `the temperature must be above 0, not ${value}`
    case "projection":
      return `a projection has 1 number or more, not ${value}`
  }
}

const sentence = (reason: TrainingProblem): string => {
  switch (reason._tag) {
    case "NoLabels":
      return "there is nothing to learn from: no item is labeled"
    case "WrongCount":
      return `${reason.items} items have ${reason.labels} labels`
    case "Position":
      return `position ${reason.position} is outside the ${reason.size} items`
    case "Label":
      return `the label ${reason.value} is outside the ${reason.classes} classes`
    case "Twice":
      return "an item is labeled twice; folds would see it on both sides"
    case "Folds":
      return reason.cause.message
    case "Network":
      return reason.cause instanceof Error ? reason.cause.message : String(reason.cause)
    case "NoBody":
      return "this network has no body to learn; take a resnet, or an mlp with hidden layers"
    case "Images":
      return `SimCLR tells an image from others, and there are ${reason.size} images`
    case "Setting":
      return ofSetting(reason)
    case "Views":
      return reason.problem
  }
}

/** The labeled items, the network and the settings do not go together; `reason` says why. */
export class InvalidTraining extends Data.TaggedError("InvalidTraining")<{ readonly reason: TrainingProblem }> {
  readonly exitCode = 1
  override get message(): string {
    return sentence(this.reason)
  }
}
