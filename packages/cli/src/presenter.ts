/**
 * Help and versions go to stdout, since they were asked for; complaints go to stderr, with a way to the help.
 */
import { visibleLines } from "@marginalia/core/Visible"
import type * as CliError from "effect/cli/CliError"
import * as CliOutput from "effect/cli/CliOutput"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

/** What the flags' own checks say is a half sentence: {@link takes}. */
const messageOf = (error: CliError.CliError): string =>
  error._tag === "InvalidValue" && error.kind === "flag" && error.expected.startsWith("a whole number from ")
    ? `--${error.option} is ${error.value}; it takes ${error.expected}`
    : error.message

const complain = (event: CliOutput.Presenter.InvalidInvocation): Effect.Effect<void> =>
  Effect.gen(function*() {
    for (const error of event.errors) yield* Console.error(`marginalia: ${visibleLines(messageOf(error))}`)
    yield* Console.error(`See ${event.commandPath.join(" ")} --help.`)
  })

/** See the module. */
export const presenter: CliOutput.Presenter = {
  present: (event) => event._tag === "InvalidInvocation" ? complain(event) : CliOutput.defaultPresenter.present(event)
}
