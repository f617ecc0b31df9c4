/**
 * How the work goes, on stderr: a line that is drawn anew on a terminal, a line a finished unit elsewhere.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { visible } from "@marginalia/core/Visible"
import { counted, longTime } from "@marginalia/core/Words"
import { roundsOf, titleOf } from "@marginalia/experiments/unit"
import type { Observer } from "@marginalia/experiments/work/dispatch"
import type { Report, Task } from "@marginalia/experiments/work/messages"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { Quiet } from "../terminal/note.ts"
import { bar } from "../terminal/progress.ts"

const CLEAR = "\r\x1b[K"
const BETWEEN = 100

/** What was done of a whole. */
interface Counts {
  units: number
  rounds: number
  /** Rounds that this process's workers did: what the speed is told from. */
  fresh: number
}

/** How long it will go on, from how long it went on so far; undefined before anything is done, and when all is. */
export const timeLeft = (seconds: number, fresh: number, left: number): number | undefined =>
  fresh === 0 || left === 0 || seconds < 1 ? undefined : seconds / fresh * left

/**
 * Watches the tasks of an experiment of so many units and rounds, some of which are done already. The line is wiped away
 * when the scope closes.
 */
export const watch = Effect.fn("watch")(function*(
  tasks: ReadonlyArray<Task>,
  total: { readonly units: number; readonly rounds: number },
  before: { readonly units: number; readonly rounds: number }
) {
  const stdio = yield* Stdio.Stdio
  const drawing = !(yield* Quiet) && (yield* stdio.stderrIsTerminal)
  const write = (text: string) => Effect.ignore(Stream.run(Stream.make(text), stdio.stderr({ endOnDone: false })))
  const started = yield* Clock.currentTimeMillis
  const byIndex = new Map(tasks.map((task) => [task.index, task]))
  const counts: Counts = { ...before, fresh: 0 }
  let drawn = -Infinity, latest = ""
  const elapsed = Effect.map(Clock.currentTimeMillis, (now) => (now - started) / 1000)
  const status = Effect.gen(function*() {
    const left = timeLeft(yield* elapsed, counts.fresh, total.rounds - counts.rounds)
    return `${counts.units} of ${counted(total.units, "unit")}${
      left === undefined ? "" : `, about ${longTime(left)} left`
    }`
  })
  const draw = Effect.fnUntraced(function*() {
    const now = yield* Clock.currentTimeMillis
    if (!drawing || now - drawn < BETWEEN) return
    drawn = now
    const progress = bar({ step: yield* status, done: counts.rounds, total: total.rounds })
    yield* write(`${CLEAR}${progress}  ${visible(latest)}`)
  })
  const say = (text: Message.Message) => Effect.andThen(drawing ? write(CLEAR) : Effect.void, note(text))
  yield* Effect.addFinalizer(() => drawing ? write(CLEAR) : Effect.void)
  const report = Effect.fnUntraced(function*(report: Report) {
    const { unit } = byIndex.get(report.index)!
    switch (report._tag) {
      case "Round":
        if (!report.replayed) {
          counts.rounds++
          counts.fresh++
        }
        latest = `${titleOf(unit)}: round ${report.round + 1} of ${roundsOf(unit)}, ${report.labeled} labels, ${
          report.measure ?? "accuracy"
        } ${report.accuracy.toFixed(3)}`
        return yield* draw()
      case "Gap":
        return yield* say(`note: ${titleOf(unit)}: ${report.problem}`)
      case "Done":
        counts.units++
        return drawing ? yield* draw() : yield* note(`${titleOf(unit)} is done; ${yield* status}`)
      case "Failed":
        return yield* say(Message.text`${titleOf(unit)} failed: ${report.problem}`)
      case "Event":
        // Of a journal that is kept elsewhere: its rounds are told as well.
        return
    }
  })
  return {
    start: () => draw(),
    report,
    crash: (task, problem) => say(`note: ${titleOf(task.unit)}: ${problem}; it is begun again`)
  } satisfies Observer as Observer
})
