/**
 * Help and versions go to stdout, since they were asked for; complaints go to stderr, with a way to the help.
 */
import * as CliOutput from "effect/cli/CliOutput"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { visibleLines } from "./terminal/visible.ts"

const complain = (event: CliOutput.Presenter.InvalidInvocation): Effect.Effect<void> =>
  Effect.gen(function*() {
    for (const error of event.errors) yield* Console.error(`marginalia: ${visibleLines(error.message)}`)
    yield* Console.error(`See ${event.commandPath.join(" ")} --help.`)
  })

/** See the module. */
export const presenter: CliOutput.Presenter = {
  present: (event) => event._tag === "InvalidInvocation" ? complain(event) : CliOutput.defaultPresenter.present(event)
}
