/**
 * A project that is gone on with, and what is asked of it now.
 */
import * as Message from "@marginalia/core/Message"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import type { Session } from "../session/session.ts"
import { addClass, wishFor } from "./act.ts"
import type { Project } from "./project.ts"

/** What may be asked of a project; undefined: as it is. */
export interface Wanted {
  readonly encoder?: string | undefined
  readonly measure?: number | undefined
  readonly overlap?: number | undefined
  readonly strategy?: string | undefined
  readonly classes?: ReadonlyArray<string> | undefined
}

/** What a project was begun with stays: another value is a mistake, and said. */
const checkBegun = (
  { encoder, measure, overlap }: Wanted,
  { created }: Session
): Effect.Effect<void, UsageProblem> => {
  const all = [
    ["encoder", encoder, created.encoder],
    ["measure", measure, created.measure],
    ["overlap", overlap, created.overlap]
  ] as const
  const other = all.find(([, given, is]) => given !== undefined && given !== is)
  if (other === undefined) return Effect.void
  const [setting, value, expected] = other
  const problem = Message.text`the project was begun with ${Message.setting(setting, { value: expected })}`
  const hint = Message.text`leave it out, or begin another with ${Message.setting("project")}`
  return Effect.fail(new UsageProblem({ problem, hint, reason: "Mismatch", setting, value, expected }))
}

const nonceOf = (...parts: ReadonlyArray<string>): string =>
  `start-${createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 24)}`

/**
 * Brings a project up to what is wanted now, in the name of `who`: classes that it lacks are added, another strategy is chosen. What is so
 * already writes nothing.
 *
 * Fails with `UsageProblem` where the encoder, the share that is held out or the one that is asked twice is not that which the project was
 * begun with, and as acts do where a class cannot be added.
 */
export const goOn = Effect.fn("studio.goOn")(function*(project: Project, who: string, wanted: Wanted) {
  const { classes = [], strategy } = wanted, session = project.session()
  yield* checkBegun(wanted, session)
  const known = new Set(session.vocabulary().classes.map(({ name }) => name)), seq = String(session.seq())
  for (const name of classes.filter((one) => !known.has(one))) {
    yield* project.act(addClass(who, nonceOf("class", name, seq), name))
  }
  if (strategy !== undefined && strategy !== project.session().strategy()) {
    yield* project.act(wishFor({ _tag: "StrategyChosen", who, nonce: nonceOf("strategy", seq), strategy }))
  }
})
