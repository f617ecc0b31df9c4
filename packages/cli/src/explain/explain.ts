/**
 * `marginalia explain`: what the strategy did, step by step, and why each item was picked.
 */
import { type Selection, Strategy, type Trace } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import { counted, shortNumber } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { SelectFlags } from "../flags.ts"
import { readMemory } from "../memory.ts"
import { answer } from "../query/answer.ts"
import { print } from "../terminal/print.ts"
import { table } from "../terminal/table.ts"

const printed = (value: string | number | boolean): string =>
  typeof value === "number" ? shortNumber(value) : String(value)

const notesOf = ({ notes, status }: Trace.Entry): string =>
  [
    ...(status === "ran" || status === "branch" ? [] : [status]),
    ...Object.entries(notes).map(([name, value]) => `${name} ${printed(value)}`)
  ].join(", ")

/** A line a step: what is left after it, how long it took, and what it noted. */
export const stepLines = (selection: Selection, candidates: number): ReadonlyArray<string> =>
  table(
    [{ title: "step" }, { title: "left", align: "right" }, { title: "ms", align: "right" }, { title: "notes" }],
    [
      ["the unlabeled", String(candidates), "", ""],
      ...selection.trace.map((entry) => [
        entry.step,
        String(entry.candidates),
        entry.milliseconds === 0 ? "" : entry.milliseconds.toFixed(1),
        notesOf(entry)
      ])
    ]
  )

const clusterText = ({ labeled, number, size }: NonNullable<Trace.Why["cluster"]>): string =>
  `cluster ${number}, ${counted(size, "item")}, ${labeled === 0 ? "none" : labeled} labeled`

const pickLines = ({ id, position, rank, score, why }: Selection["picks"][number]): ReadonlyArray<string> => [
  [
    `${rank}. ${visible(id)}`,
    ...(id === String(position) ? [] : [`position ${position}`]),
    `score ${shortNumber(score)}`,
    ...(why.branch === undefined ? [] : [`picked by ${why.branch}`])
  ].join(", "),
  ...(why.cluster === undefined ? [] : [`     ${clusterText(why.cluster)}`]),
  ...why.scores.map(({ name, of, rank, value }) =>
    `     ${name} ${shortNumber(value)}, rank ${rank} of ${of}${why.cluster === undefined ? "" : " there"}`
  )
]

/** The question, and the memory that the answer may take. */
export interface ExplainInput extends SelectFlags {
  readonly memory: Option.Option<string>
}

/** Answers, and explains the answer on stdout. */
export const explain = Effect.fn("explain")(function*(question: ExplainInput) {
  const { inputs, selection, strategy } = yield* answer(question, yield* readMemory(question.memory))
  const pipeline = Strategy.expanded(strategy)
  yield* print([
    selection.strategy,
    ...(pipeline === selection.strategy ? [] : [`= ${pipeline}`]),
    "",
    ...stepLines(selection, inputs.query.candidates.length),
    "",
    ...selection.picks.flatMap(pickLines)
  ].join("\n"))
})
