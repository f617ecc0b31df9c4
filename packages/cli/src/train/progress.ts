/**
 * How a training is doing, for who waits: a bar on a terminal, else a line now and then.
 */
import { Progress } from "@marginalia/core"
import type { Epoch } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Stdio from "effect/Stdio"
import { note } from "../terminal/note.ts"
import { shortNumber } from "../terminal/number.ts"

/** `1 h 5 min`, `2 min`, `12 s`: as much as one wants to know of a time that is only estimated. */
export const span = (seconds: number): string => {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `epoch 3/20, loss 0.41, accuracy 0.880, 5200 items/s, 12 s left`. */
export const line = ({ accuracy, epoch, epochs, imagesPerSecond, loss }: Epoch, items: number): string => {
  const left = imagesPerSecond > 0 && epoch < epochs ? `, ${span((epochs - epoch) * items / imagesPerSecond)} left` : ""
  const speed = `${shortNumber(Number(imagesPerSecond.toPrecision(2)))} items/s`
  return `epoch ${epoch}/${epochs}, loss ${loss.toPrecision(3)}, accuracy ${accuracy.toFixed(3)}, ${speed}${left}`
}

/** Whether an epoch is worth a line where there is no terminal: the first, the last, and eight between. */
export const isWorthALine = (epoch: number, epochs: number): boolean =>
  epoch === 1 || Math.floor((9 * epoch) / epochs) > Math.floor((9 * (epoch - 1)) / epochs)

/** Reports an epoch of a training on so many items. */
export const report = Effect.fnUntraced(function*(event: Epoch, items: number) {
  const { epoch, epochs } = event
  if (yield* (yield* Stdio.Stdio).stderrIsTerminal) {
    yield* (yield* Progress.Progress).report({ step: line(event, items), done: epoch, total: epochs })
    if (epoch < epochs) return
  }
  if (isWorthALine(epoch, epochs)) yield* note(line(event, items))
})
