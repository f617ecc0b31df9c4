/**
 * How a training is doing, for who waits: a bar on a terminal, else a line now and then.
 */
import { Progress } from "@marginalia/core"
import { note } from "@marginalia/core/Notices"
import { longTime, shortNumber } from "@marginalia/core/Words"
import type { Epoch } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Stdio from "effect/Stdio"

/** The same with something else than the accuracy, or nothing. */
export const epochText = (event: Omit<Epoch, "accuracy">, how: string | undefined, items: number): string => {
  const { epoch, epochs, imagesPerSecond, loss } = event
  const left = imagesPerSecond > 0 && epoch < epochs
    ? [`${longTime((epochs - epoch) * items / imagesPerSecond)} left`]
    : []
  const speed = `${shortNumber(Number(imagesPerSecond.toPrecision(2)))} items/s`
  const facts = [`loss ${loss.toPrecision(3)}`, ...(how === undefined ? [] : [how]), speed, ...left]
  return [`epoch ${epoch}/${epochs}`, ...facts].join(", ")
}

/** `epoch 3/20, loss 0.41, accuracy 0.880, 5200 items/s, 12 s left`. */
export const line = ({ accuracy, ...epoch }: Epoch, items: number): string =>
  epochText(epoch, `accuracy ${accuracy.toFixed(3)}`, items)

/** Whether an epoch is worth a line where there is no terminal: the first, the last, and eight between. */
export const isWorthALine = (epoch: number, epochs: number): boolean =>
  epoch === 1 || Math.floor((9 * epoch) / epochs) > Math.floor((9 * (epoch - 1)) / epochs)

/** Shows a line about an epoch: on a terminal each for a while, else some for good. */
export const show = Effect.fnUntraced(function*(text: string, epoch: number, epochs: number) {
  if (yield* (yield* Stdio.Stdio).stderrIsTerminal) {
    yield* (yield* Progress.Progress).report({ step: text, done: epoch, total: epochs })
    if (epoch < epochs) return
  }
  if (isWorthALine(epoch, epochs)) yield* note(text)
})

/** Reports an epoch of a training on so many items. */
export const report = (event: Epoch, items: number) => show(line(event, items), event.epoch, event.epochs)
