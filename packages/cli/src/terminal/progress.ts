/**
 * A progress bar on stderr, drawn only where someone looks: on a terminal.
 */
import { Progress } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { Quiet } from "./note.ts"

const WIDTH = 24
const BETWEEN = 80

/** `kmeans  ███████·····  30 %`. */
export const bar = ({ done, step, total }: Progress.Event): string => {
  const share = total > 0 ? Math.min(1, done / total) : 1
  const full = Math.round(share * WIDTH)
  return `${visible(step)}  ${"█".repeat(full)}${"·".repeat(WIDTH - full)}  ${Math.floor(share * 100)} %`
}

const CLEAR = "\r\x1b[K"

const makeProgress = Effect.gen(function*() {
  const stdio = yield* Stdio.Stdio
  if ((yield* Quiet) || !(yield* stdio.stderrIsTerminal)) return { report: () => Effect.void }
  const write = (text: string) => Effect.ignore(Stream.run(Stream.make(text), stdio.stderr({ endOnDone: false })))
  let last = -Infinity
  let drawn = false
  yield* Effect.addFinalizer(() => drawn ? write(CLEAR) : Effect.void)
  return {
    report: Effect.fnUntraced(function*(event: Progress.Event) {
      const now = yield* Clock.currentTimeMillis
      if (now - last < BETWEEN) return
      last = now
      drawn = true
      yield* write(CLEAR + bar(event))
    })
  }
})

/** Reports to the bar; the bar is wiped away at the end. */
export const layer: Layer.Layer<never, never, Stdio.Stdio> = Layer.effect(Progress.Progress, makeProgress)
