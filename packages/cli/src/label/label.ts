/**
 * `marginalia label`: serves the page until it is stopped.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { UsageProblem } from "@marginalia/datasets/problems"
import { addClass, wishFor } from "@marginalia/studio/project/act"
import type { Project } from "@marginalia/studio/project/project"
import { SOMEBODY } from "@marginalia/studio/server/token"
import type { Session } from "@marginalia/studio/session/session"
import { DEFAULT_KEYS } from "@marginalia/studio/session/vocabulary"
import { openStudio, type Studio, type StudioOptions } from "@marginalia/studio/studio"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { createHash } from "node:crypto"
import { resolve } from "node:path"
import { served } from "../served.ts"
import { printData } from "../terminal/print.ts"
import { ask, type Asked } from "./ask.ts"
import { openBrowser } from "./browser.ts"
import type { LabelInput } from "./flags.ts"

/** From whatever folder the learner looks. */
const pluginsOf = (paths: ReadonlyArray<string>): ReadonlyArray<string> => paths.map((path) => resolve(path))

const optionsOf = (input: LabelInput, { classes }: Asked): StudioOptions => ({
  // A demonstration begins with the ten digits, each on its own key: keys are given in this order.
  classes: classes ?? (input.demo ? Array.from(DEFAULT_KEYS) : []),
  strategy: Option.getOrUndefined(input.strategy),
  encoder: Option.getOrUndefined(input.encoder),
  measure: Option.getOrUndefined(input.measure),
  overlap: Option.getOrUndefined(input.overlap),
  sample: Option.getOrUndefined(input.sample),
  labels: Option.getOrUndefined(input.labels),
  seed: input.seed,
  host: input.host,
  port: input.port,
  newToken: input.newToken,
  plugins: pluginsOf(input.plugin)
})

/** What a project was begun with stays: another value is a mistake, and said. */
const checkBegun = (
  { encoder, measure, overlap }: LabelInput,
  { created }: Session
): Effect.Effect<void, UsageProblem> => {
  const all = [
    ["encoder", encoder, created.encoder],
    ["measure", measure, created.measure],
    ["overlap", overlap, created.overlap]
  ] as const
  const other = all.find(([, given, is]) => Option.isSome<string | number>(given) && given.value !== is)
  if (other === undefined) return Effect.void
  const problem = Message.text`the project was begun with ${Message.setting(other[0], { value: other[2] })}`
  const hint = Message.text`leave it out, or begin another with ${Message.setting("project")}`
  return Effect.fail(
    new UsageProblem({
      problem,
      hint,
      reason: "Mismatch",
      setting: other[0],
      value: Option.getOrUndefined<string | number>(other[1]),
      expected: other[2]
    })
  )
}

const nonceOf = (...parts: ReadonlyArray<string>): string =>
  `start-${createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 24)}`

/** Classes and a strategy that are named now, and were not when the project was begun. */
const bringUpToDate = Effect.fnUntraced(function*(input: LabelInput, { classes = [] }: Asked, project: Project) {
  const known = new Set(project.session().vocabulary().classes.map(({ name }) => name))
  const who = Option.getOrElse(input.name, () => SOMEBODY), seq = String(project.session().seq()), { strategy } = input
  for (const name of classes.filter((one) => !known.has(one))) {
    yield* project.act(addClass(who, nonceOf("class", name, seq), name))
  }
  if (Option.isSome(strategy) && strategy.value !== project.session().strategy()) {
    const nonce = nonceOf("strategy", seq)
    yield* project.act(wishFor({ _tag: "StrategyChosen", who, nonce, strategy: strategy.value }))
  }
})

const summaryOf = ({ items, project }: Studio): string => {
  const { labeled } = project.session().counts()
  const so = labeled === 0 ? "" : `, ${counted(labeled, "label")} so far`
  return `${project.folder}: ${counted(items.size, items.kind)}${so}; Ctrl-C ends it, the same command goes on`
}

/** Serves the page of a project, which is begun where there is none, until it is stopped: then everything is on the disk. */
export const label = Effect.fn("label")(function*(input: LabelInput) {
  const asked = yield* ask(input), { folder, source } = asked
  yield* Effect.scoped(Effect.gen(function*() {
    const studio = yield* openStudio({ project: folder, source, options: optionsOf(input, asked) })
    const { project } = studio
    if (project.oddity !== undefined) yield* note(`note: ${project.oddity}`)
    yield* checkBegun(input, project.session())
    yield* bringUpToDate(input, asked, project)
    const link = Option.match(input.name, { onNone: () => studio.url, onSome: studio.urlFor })
    yield* printData(link)
    yield* note(summaryOf(studio))
    if (input.open) yield* openBrowser(link)
    yield* served
  }))
})
