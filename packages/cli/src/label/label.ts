/**
 * `marginalia label`: serves the page until it is stopped.
 */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { type Asked, type Asking, readAsked } from "@marginalia/studio/asked"
import { goOn } from "@marginalia/studio/project/begun"
import { SOMEBODY } from "@marginalia/studio/server/token"
import { DEFAULT_KEYS } from "@marginalia/studio/session/vocabulary"
import { openStudio, type Studio, type StudioOptions } from "@marginalia/studio/studio"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { resolve } from "node:path"
import { served } from "../served.ts"
import { printData } from "../terminal/print.ts"
import { openBrowser } from "./browser.ts"
import type { LabelInput } from "./flags.ts"
import { servedAlready } from "./served-already.ts"

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
  among: {
    only: input.only,
    exclude: input.exclude,
    where: Option.getOrUndefined(input.where),
    metadata: Option.getOrUndefined(input.metadata)
  },
  include: input.include,
  seed: input.seed,
  host: input.host,
  port: input.port,
  newToken: input.newToken,
  plugins: pluginsOf(input.plugin)
})

const askingOf = (input: LabelInput): Asking => ({
  demo: input.demo,
  port: input.port,
  source: Option.getOrUndefined(input.source),
  project: Option.getOrUndefined(input.project),
  classes: Option.getOrUndefined(input.classes),
  shape: Option.getOrUndefined(input.shape),
  textColumn: Option.getOrUndefined(input.textColumn),
  idColumn: Option.getOrUndefined(input.idColumn),
  measure: Option.getOrUndefined(input.measure),
  overlap: Option.getOrUndefined(input.overlap),
  sample: Option.getOrUndefined(input.sample)
})

const summaryOf = ({ items, project }: Studio): string => {
  const { labeled } = project.session().counts()
  const so = labeled === 0 ? "" : `, ${counted(labeled, "label")} so far`
  return `${project.folder}: ${counted(items.size, items.kind)}${so}; Ctrl-C ends it, the same command goes on`
}

/** Serves the page of a project, which is begun where there is none, until it is stopped: then everything is on the disk. */
export const label = Effect.fn("label")(function*(input: LabelInput) {
  const asked = yield* readAsked(askingOf(input)), { folder, source } = asked
  yield* Effect.scoped(Effect.gen(function*() {
    const studio = yield* openStudio({ project: folder, source, options: optionsOf(input, asked) }).pipe(
      Effect.catchTag("JournalError", (error) => servedAlready(folder, Option.getOrUndefined(input.name), error))
    )
    const { project } = studio
    if (project.oddity !== undefined) yield* note(`note: ${project.oddity}`)
    yield* goOn(project, Option.getOrElse(input.name, () => SOMEBODY), {
      ...optionsOf(input, asked),
      classes: asked.classes
    })
    const link = Option.match(input.name, { onNone: () => studio.url, onSome: studio.urlFor })
    yield* printData(link)
    yield* note(summaryOf(studio))
    if (input.open) yield* openBrowser(link)
    yield* served
  }))
})
