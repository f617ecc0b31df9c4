/**
 * `marginalia label`: serves the page until it is stopped.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { UsageProblem } from "@marginalia/datasets/problems"
import { importLabels } from "@marginalia/studio/formats/import"
import type { Items } from "@marginalia/studio/items/item"
import { openItems } from "@marginalia/studio/items/open"
import { addClass, wishFor } from "@marginalia/studio/project/act"
import { openProject, type Project } from "@marginalia/studio/project/project"
import { writeSettings } from "@marginalia/studio/project/settings"
import { SOMEBODY } from "@marginalia/studio/server/token"
import { type Created, VERSION } from "@marginalia/studio/session/event"
import { DEFAULT_KEYS } from "@marginalia/studio/session/vocabulary"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { createHash } from "node:crypto"
import { served } from "../served.ts"
import { printData } from "../terminal/print.ts"
import { ask, type Asked } from "./ask.ts"
import { openBrowser } from "./browser.ts"
import type { LabelInput } from "./flags.ts"
import { DEFAULT_STRATEGY, openPage } from "./page.ts"

/** Who brings labels that were there before. */
const BEFORE = "import"

const MEASURE = 0.2

/** A demonstration begins with the ten digits, each on its own key: keys are given in this order. */
const classesFor = ({ demo }: LabelInput, { classes }: Asked): ReadonlyArray<string> =>
  classes ?? (demo ? Array.from(DEFAULT_KEYS) : [])

const createdOf = (input: LabelInput, asked: Asked, items: Items): Created => ({
  _tag: "Created",
  version: VERSION,
  size: items.size,
  ids: items.hash,
  classes: classesFor(input, asked),
  strategy: Option.getOrElse(input.strategy, () => DEFAULT_STRATEGY),
  encoder: Option.getOrElse(input.encoder, () => "auto"),
  measure: Option.getOrElse(input.measure, () => MEASURE),
  overlap: Option.getOrElse(input.overlap, () => 0),
  seed: input.seed
})

/** What a project was begun with stays: another value is a mistake, and said. */
const checkBegun = ({ encoder, measure, overlap }: LabelInput, { created }: ReturnType<Project["session"]>) => {
  const other = ([["encoder", encoder, created.encoder], ["measure", measure, created.measure], [
    "overlap",
    overlap,
    created.overlap
  ]] as const).find(([, given, is]) => Option.isSome<string | number>(given) && given.value !== is)
  if (other === undefined) return Effect.void
  const problem = Message.text`the project was begun with ${Message.setting(other[0], { value: other[2] })}`
  const hint = Message.text`leave it out, or begin another with ${Message.setting("project")}`
  return Effect.fail(new UsageProblem({ problem, hint }))
}

const nonceOf = (...parts: ReadonlyArray<string>): string =>
  `start-${createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 24)}`

/** Classes and a strategy that are named now, and were not when the project was begun. */
const bringUpToDate = Effect.fnUntraced(function*(input: LabelInput, { classes = [] }: Asked, project: Project) {
  const known = new Set(project.session().vocabulary().classes.map(({ name }) => name)),
    seq = String(project.session().seq())
  const who = Option.getOrElse(input.name, () => SOMEBODY)
  for (const name of classes.filter((one) => !known.has(one))) {
    yield* project.act(addClass(who, nonceOf("class", name, seq), name))
  }
  const { strategy } = input
  if (Option.isSome(strategy) && strategy.value !== project.session().strategy()) {
    yield* project.act(
      wishFor({ _tag: "StrategyChosen", who, nonce: nonceOf("strategy", seq), strategy: strategy.value })
    )
  }
})

const begin = Effect.fnUntraced(function*(input: LabelInput, asked: Asked, items: Items) {
  const { folder, source } = asked
  const project = yield* openProject(folder, createdOf(input, asked, items))
  if (project.oddity !== undefined) yield* note(`note: ${project.oddity}`)
  yield* checkBegun(input, project.session())
  if (project.session().seq() === 1) yield* writeSettings(folder, source)
  yield* bringUpToDate(input, asked, project)
  if (Option.isSome(input.labels)) {
    const path = input.labels.value
    yield* importLabels(project, items.ids, path, {
      who: BEFORE,
      nonce: ({ declined, labels }) => nonceOf("labels", JSON.stringify([labels, declined]))
    })
  }
  return project
})

const saidOf = (project: Project, items: Items): string => {
  const { labeled } = project.session().counts()
  const so = labeled === 0 ? "" : `, ${counted(labeled, "label")} so far`
  return `${project.folder}: ${counted(items.size, items.kind)}${so}; Ctrl-C ends it, the same command goes on`
}

/** Serves the page of a project, which is begun where there is none, until it is stopped: then everything is on the disk. */
export const label = Effect.fn("label")(function*(input: LabelInput) {
  const asked = yield* ask(input)
  yield* Effect.scoped(Effect.gen(function*() {
    const items = yield* openItems(asked.source, { folder: asked.folder })
    const project = yield* begin(input, asked, items)
    const { url } = yield* openPage({ project, items, source: asked.source, host: input.host, port: input.port })
    const name = Option.getOrUndefined(input.name)
    const link = name === undefined ? url : `${url}&name=${encodeURIComponent(name)}`
    yield* printData(link)
    yield* note(saidOf(project, items))
    if (input.open) yield* openBrowser(link)
    yield* served
  }))
})
