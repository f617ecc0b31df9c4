/**
 * `marginalia select`: which items to label next.
 */
import { Manifest } from "@marginalia/core"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { UsageProblem } from "../errors.ts"
import type { Question } from "../flags.ts"
import { writeAtomically } from "../io/write.ts"
import { type Format, format } from "../output/format.ts"
import { answer } from "../query/answer.ts"
import { manifestOf } from "../query/facts.ts"
import { note } from "../terminal/note.ts"

/** The question, and where the answer goes. */
export interface SelectInput extends Question {
  readonly format: Format
  readonly out: Option.Option<string>
  readonly manifest: Option.Option<string>
}

const checkTargets = ({ manifest, out }: SelectInput): Effect.Effect<void, UsageProblem> =>
  Option.isSome(manifest) && Option.isSome(out) && manifest.value === out.value
    ? Effect.fail(new UsageProblem({ problem: "--out and --manifest name the same file", hint: "name two" }))
    : Effect.void

/** Answers, writes the manifest and then the picks: on stdout, or whole into `--out`. */
export const select = Effect.fn("select")(function*(input: SelectInput) {
  yield* checkTargets(input)
  const paths = yield* Path.Path
  const answered = yield* answer(input)
  const folder = Option.match(input.out, { onNone: () => ".", onSome: (out) => paths.dirname(out) })
  const { inputs: { classes }, selection } = answered
  const text = format(input.format, { selection, manifest: yield* manifestOf(answered, folder), classes })
  if (Option.isSome(input.manifest)) {
    const file = input.manifest.value
    yield* writeAtomically(file, Manifest.print(yield* manifestOf(answered, paths.dirname(file))))
    yield* note(`wrote ${file}; check it with: marginalia verify ${file}`)
  }
  if (Option.isNone(input.out)) return yield* Console.log(text.replace(/\n$/, ""))
  yield* writeAtomically(input.out.value, text)
  yield* note(`wrote ${input.out.value}`)
})
