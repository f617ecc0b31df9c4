/** What can end a training. */
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

/** The device's memory does not hold a batch. */
export class OutOfMemory extends Data.TaggedError("OutOfMemory")<{
  readonly batch: number
  readonly problem: string
}> {
  readonly exitCode = 2
  override get message(): string {
    return `${this.problem}; take batches smaller than ${this.batch}, or a narrower network`
  }
}

/** The labeled items and the network do not go together. */
export class InvalidTraining extends Data.TaggedError("InvalidTraining")<{ readonly problem: string }> {
  readonly exitCode = 1
  override get message(): string {
    return this.problem
  }
}
