/**
 * Handing a service's progress on to whoever listens.
 */
import { Progress } from "@marginalia/core"
import * as Effect from "effect/Effect"

/** The `onProgress` of a request, reporting under a step's name. */
export const reporting = (step: string) =>
  Effect.map(Progress.Progress, ({ report }) => ({
    onProgress: (done: number, total: number) => report({ step, done, total })
  }))
