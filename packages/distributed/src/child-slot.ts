/**
 * The process that does units, one after the other. Tested in queue.test.ts.
 */
import { startWorker, type Worker } from "@marginalia/experiments/work/process"

/** A child process that is kept from one unit to the next, and replaced where it had to be ended. */
export interface ChildSlot {
  readonly get: () => Worker
  readonly end: () => void
}

/** See {@link ChildSlot}; `start` starts the process, by default a worker of experiments. */
export const childSlot = (start: () => Worker = startWorker): ChildSlot => {
  let child: Worker | undefined
  return {
    get: () => child ??= start(),
    end: () => {
      child?.stop()
      child = undefined
    }
  }
}
