/**
 * The strategy that the others are compared with.
 */
import * as Message from "@marginalia/core/Message"
import * as Suggest from "@marginalia/core/Suggest"
import * as Effect from "effect/Effect"
import { sideName } from "./beside.ts"
import type { Loaded } from "./loaded.ts"
import { ReportProblem } from "./problem.ts"

/** The strategies that took part, in the order of the journals. */
export const strategiesOf = ({ runs }: Loaded): ReadonlyArray<string> => [
  ...new Set(runs.map(({ strategy }) => strategy))
]

/** What may be meant by a name: the strategy itself, or that of a side. */
const meantBy = (name: string, { sides = [] }: Loaded): ReadonlyArray<string> => [
  name,
  ...sides.map(({ label }) => sideName(name, label))
]

/** The control's name, of the journals that were `loaded`: what is `asked` for where that took part, else the experiment's, else random, else the first. */
export const controlOf = (loaded: Loaded, asked: string | undefined): string => {
  const strategies = strategiesOf(loaded)
  const wanted = [asked, loaded.experiment?.control, "random"].flatMap((name) =>
    name === undefined ? [] : meantBy(name, loaded)
  )
  return wanted.find((name) => strategies.includes(name)) ?? strategies[0]!
}

/**
 * Fails with {@link ReportProblem} where a control is `asked` for that took no part in the journals that were `loaded`: another one is
 * never taken silently.
 */
export const checkControl = (loaded: Loaded, asked: string | undefined): Effect.Effect<void, ReportProblem> => {
  const strategies = strategiesOf(loaded)
  if (asked === undefined || meantBy(asked, loaded).some((name) => strategies.includes(name))) return Effect.void
  const hint = Suggest.hint(asked, strategies), setting = Message.setting("control")
  return Effect.fail(
    new ReportProblem({
      problem: Message.text`${setting} ${asked} took no part; there are ${strategies.join(", ")}.${hint}`,
      reason: "Control",
      setting: "control",
      ...Suggest.fault(asked, strategies)
    })
  )
}
