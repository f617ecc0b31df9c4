/**
 * A task, done in this process. The items of the last data set are kept, since the next unit is likely on the same.
 */
import { JournalError, type Round } from "@marginalia/core/Journal"
import * as Message from "@marginalia/core/Message"
import * as Statistics from "@marginalia/core/Statistics"
import { failingReads, scratchIn } from "@marginalia/datasets/scratch-scope"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import { openData, type UnitData } from "../data/load.ts"
import { engineLayer } from "../engine/engine.ts"
import { readRegistry } from "../engine/registry.ts"
import { execute } from "../execute.ts"
import { exit, exitCodeOf } from "../exit-code.ts"
import { type KeptEvent, keptJournal, openJournal } from "../journal.ts"
import type { OracleLayer } from "../oracle.ts"
import type { Data } from "../unit.ts"
import type { Report, Task } from "./messages.ts"

/** What a process that does tasks has. */
export interface WorkerContext {
  /** Until when the items of the last data set are kept. */
  readonly scope: Scope.Scope
  /** Of the strategies' kernels; as many as there are cores where it is not given. */
  readonly threads: number | undefined
  readonly terminal?: ((data: UnitData, task: Task) => OracleLayer) | undefined
  /** Keeps an event of a task whose journal is not a file. Default: there are no such tasks. */
  readonly keep?: ((task: Task, event: KeptEvent) => Effect.Effect<void>) | undefined
}

/** A worker whose parent was killed holds its journal until it has gone, which a slow disk may delay. */
const patience = { while: (error: unknown) => isLocked(error), schedule: Schedule.spaced("100 millis"), times: 600 }

const isLocked = (error: unknown): boolean => error instanceof JournalError && error.reason._tag === "Locked"

const sentence = (cause: Cause.Cause<unknown>): { readonly problem: Message.Message; readonly code: number } => {
  const failure = cause.reasons.find(Cause.isFailReason)
  if (failure !== undefined) return { problem: Message.of(failure.error), code: exitCodeOf(failure.error) }
  const defect = Cause.squash(cause)
  const text = defect instanceof Error ? defect.stack ?? defect.message : String(defect)
  return { problem: `a bug in marginalia: ${text}`, code: exit.defect }
}

/** What is told of a round: how far it is, and how well its model does. */
const toldOf = ({ labeled, measures, metrics, round }: Round) => {
  if (measures === undefined) return { round, labeled, accuracy: metrics.accuracy }
  const measure = Statistics.mainCurve({ measures })
  return { round, labeled, accuracy: measures[measure] ?? Number.NaN, measure }
}

/** One process's way of doing tasks, one at a time. `tell` hears how a task goes, and at last `Done` or `Failed`. */
export const makeRunTask = ({ keep = () => Effect.never, scope, terminal, threads }: WorkerContext) => {
  let kept: { readonly key: string; readonly data: UnitData; readonly scope: Scope.Closeable } | undefined
  const dataOf = Effect.fnUntraced(function*(data: Data) {
    const key = JSON.stringify(data)
    if (kept?.key === key) return kept.data
    const before = kept?.scope
    kept = undefined
    if (before !== undefined) yield* Scope.close(before, Exit.void)
    const own = yield* Scope.fork(scope)
    kept = { key, data: yield* openData(data).pipe(scratchIn(own)), scope: own }
    return kept.data
  })
  const engine = (task: Task, numbers: number) => engineLayer({ threads, variant: task.variant }, numbers)
  const open = (task: Task) =>
    task.events === undefined
      ? openJournal(task.path)
      : Effect.map(
        keptJournal(task.events, (event) => keep(task, event)),
        (journal) => ({ journal, gap: undefined })
      )
  const work = Effect.fnUntraced(function*(task: Task, tell: (report: Report) => Effect.Effect<void>) {
    const { index, unit, written } = task
    const { plugins, registry } = yield* readRegistry(task.plugins)
    const data = yield* Effect.provide(dataOf(unit.data), yield* engine(task, Infinity))
    const hashes = plugins.map(({ sha256 }) => sha256)
    yield* execute({
      unit,
      written,
      data,
      registry,
      open: open(task),
      plugins: hashes,
      answers: task.events === undefined ? `${task.path}.answers.jsonl` : undefined,
      terminal: terminal?.(data, task)
    }, {
      gap: (problem) => tell({ _tag: "Gap", index, problem }),
      round: ({ replayed, round }) => tell({ _tag: "Round", index, replayed, ...toldOf(round) })
    }).pipe(Effect.retry(patience), Effect.provide(yield* engine(task, data.embedding.data.length)))
  })
  return (task: Task, tell: (report: Report) => Effect.Effect<void>) =>
    work(task, tell).pipe(
      failingReads,
      Effect.andThen(tell({ _tag: "Done", index: task.index })),
      Effect.catchCauseIf(
        (cause) => !Cause.hasInterruptsOnly(cause),
        (cause) => tell({ _tag: "Failed", index: task.index, ...sentence(cause) })
      )
    )
}
