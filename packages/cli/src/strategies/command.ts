/**
 * `marginalia strategies` as the command line sees it.
 */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { plugin } from "../flags.ts"

const name = Argument.String("name").pipe(
  Argument.withDescription("A strategy or a part, to see its page"),
  Argument.optional
)

const parts = Flag.Boolean("parts").pipe(
  Flag.withoutNegation,
  Flag.withDescription("List what pipelines are written with: stages, scores, selectors"),
  Flag.withDefault(false)
)

const format = Flag.Literals("format", ["text", "json"]).pipe(
  Flag.withAlias("f"),
  Flag.withDescription("How to write it (default text)"),
  Flag.withDefault("text" as const)
)

/** See the module. */
export const strategies = Command.make("strategies", { name, parts, format, plugin }, (input) =>
  Effect.flatMap(
    Effect.promise(() => import("./strategies.ts")),
    (work) => work.strategies(input)
  )).pipe(
    Command.withDescription("List the strategies, or show one: its pipeline, needs, options, paper and deviations."),
    Command.withShortDescription("List the strategies, or show one's page"),
    Command.withExamples([
      { command: "marginalia strategies" },
      { command: "marginalia strategies supclust" },
      { command: "marginalia strategies --parts" }
    ])
  )
