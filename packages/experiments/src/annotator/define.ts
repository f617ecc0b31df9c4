/**
 * Annotators by name: an oracle of an experiment, and what `marginalia annotate` asks.
 */
import type * as Named from "@marginalia/core/Named"
import { note } from "@marginalia/core/Notices"
import type * as Options from "@marginalia/core/Options"
import { Oracle, OracleError } from "@marginalia/core/Oracle"
import { counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import type * as Path from "effect/Path"
import type * as Schema from "effect/Schema"
import { type Asked, defineOracle, type OracleLayer, type OracleWord } from "../oracle/word.ts"
import { annotate, type Annotated } from "./annotate.ts"
import type { Annotator } from "./annotator.ts"
import { annotatorClient } from "./client.ts"
import { type AnnotatorError, inWords } from "./problem.ts"

const toOracleError = (error: AnnotatorError): OracleError =>
  new OracleError({ reason: { _tag: "Failed", problem: inWords(error.reason), cause: error } })

/** What an experiment should hear of: what was no label. */
const told = ({ answers, missing, unshown }: Annotated, name: string) => {
  const declined = [...answers.values()].filter(({ outcome }) => outcome._tag === "Declined").length
  const none = declined + missing + unshown.length
  return none === 0 ? Effect.void : note(`note: ${name} gave no label for ${counted(none, "item")} of a batch`)
}

/** The oracle that asks an annotator about the items of a unit. */
const oracleOf = (annotator: Annotator, { answers: path, classNames, content }: Asked): OracleLayer => {
  const ask = Effect.fnUntraced(function*(positions: Uint32Array) {
    const found = yield* annotate({ annotator, classes: classNames, positions, content, answers: path })
    if (found.stopped !== undefined) return yield* found.stopped
    yield* told(found, annotator.name)
    const number = new Map(classNames.map((name, i) => [name, i]))
    const answers = Array.from(positions, (position) => found.answers.get(position))
    return {
      labels: answers.map((answer) => answer?.outcome._tag === "Label" ? number.get(answer.outcome.label) ?? -1 : -1),
      cost: answers.reduce((sum, answer) => sum + (answer?.usage.cost ?? 0), 0)
    }
  })
  return Layer.effect(
    Oracle,
    Effect.map(
      Effect.context<FileSystem.FileSystem | Path.Path | HttpClient>(),
      (context) => ({
        label: ({ positions }) => ask(positions).pipe(Effect.mapError(toOracleError), Effect.provide(context))
      })
    )
  ).pipe(Layer.provide(annotatorClient))
}

/**
 * Defines an annotator with a name: in a plugin, say. It is an oracle of experiments under that name, and `marginalia annotate`
 * asks it. `annotator` gives it for its options.
 */
export const defineAnnotator = <F extends Options.Fields = {}>(
  { annotator, ...definition }: Omit<Named.Definition<F, OracleWord>, "make"> & {
    readonly annotator: (options: Schema.Struct<F>["Type"]) => Annotator
  }
): Named.Maker<F, OracleWord> =>
  defineOracle<F>({
    ...definition,
    answers: (options, asked) => oracleOf(annotator(options), asked),
    model: annotator
  })
