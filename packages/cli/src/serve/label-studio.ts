/**
 * `marginalia serve label-studio`.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { UsageProblem } from "@marginalia/datasets/problems"
import { variable } from "@marginalia/datasets/variable"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import type { Items } from "@marginalia/studio/items/item"
import { openItems } from "@marginalia/studio/items/open"
import type { ItemSource } from "@marginalia/studio/items/source"
import { type Backend, type Labeled, makeBackend } from "@marginalia/studio/label-studio/backend"
import { makeLessons } from "@marginalia/studio/label-studio/lessons"
import { labeledIn, makeRecorder } from "@marginalia/studio/label-studio/record"
import { serveBackend } from "@marginalia/studio/label-studio/serve"
import { DEFAULT_STRATEGY } from "@marginalia/studio/learner/defaults"
import { openProject, type Project, readProject } from "@marginalia/studio/project/project"
import { readSettings } from "@marginalia/studio/project/settings"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { checkPort } from "../port.ts"
import { served } from "../served.ts"
import { printData } from "../terminal/print.ts"
import type { StudioInput } from "./flags.ts"
import { givenLabels } from "./labels.ts"

/** What there is to order, and what is known of it. */
interface Ground {
  readonly source: ItemSource
  /** Where annotations are kept; undefined: in memory alone. */
  readonly project: Project | undefined
  readonly items: Items
  readonly labels: ReadonlyMap<number, string>
  /** What `--labels` says of them. */
  readonly given: ReadonlyMap<number, string>
  readonly heldOut: Uint32Array
  readonly encoder: string
  readonly strategy: string
  readonly seed: number
  readonly folder: string
}

const temporary = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "marginalia-serve-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

/** The project, to write what is annotated into it; undefined where another process has it, which is said. */
const openToWrite = (folder: string) =>
  openProject(folder).pipe(
    Effect.catchIf(
      (error) => error.reason._tag === "Locked",
      (locked) =>
        Effect.as(
          note(
            `note: ${locked.message}; until it is closed and this is started again, annotations are learned from, and not ` +
              "written into the project"
          ),
          undefined
        )
    )
  )

const ofProject = Effect.fnUntraced(function*(folder: string) {
  const source = yield* readSettings(folder), { session } = yield* readProject(folder)
  const items = yield* openItems(source)
  const { labels } = labeledIn(session, items.ids)
  const { created, heldOut } = session
  if (created.size !== items.size || created.ids !== items.hash) {
    return yield* new InvalidInput({
      path: folder,
      problem: "its items are not those that it was begun with",
      hint: "put back what was added, renamed or removed",
      reason: "Mismatch",
      value: items.hash,
      expected: created.ids
    })
  }
  return {
    source,
    items,
    project: yield* openToWrite(folder),
    labels,
    heldOut: heldOut.order,
    encoder: created.encoder,
    strategy: session.strategy(),
    seed: created.seed
  }
})

const groundOf = Effect.fnUntraced(function*(input: StudioInput) {
  const { encoder, pool, project, strategy } = input
  if (Option.isSome(project) === Option.isSome(pool)) {
    const problem = Message.text`one of ${Message.setting("project")} and ${Message.setting("pool")} is needed`
    return yield* new UsageProblem({
      problem,
      hint: "say which items Label Studio's tasks are of",
      reason: Option.isSome(pool) ? "Conflict" : "Missing",
      setting: "project",
      settings: ["project", "pool"]
    })
  }
  const path = Option.getOrElse(pool, () => "")
  const base = Option.isSome(project) ? yield* ofProject(project.value) : {
    source: { path },
    project: undefined,
    items: yield* openItems({ path }),
    labels: new Map<number, string>(),
    heldOut: new Uint32Array(),
    encoder: "auto",
    strategy: DEFAULT_STRATEGY,
    seed: 0
  }
  const read = yield* givenLabels(input, path, base.items.ids),
    at = new Map(base.items.ids.map((id, item) => [id, item]))
  const given = new Map(read.labels.map(({ id, label }) => [at.get(id)!, label]))
  return {
    ...base,
    labels: new Map([...base.labels, ...given]),
    given,
    encoder: Option.getOrElse(encoder, () => base.encoder),
    strategy: Option.getOrElse(strategy, () => base.strategy),
    folder: Option.isSome(project) ? project.value : yield* temporary
  } satisfies Ground as Ground
})

const authOf = Effect.fnUntraced(function*({ basicAuth }: StudioInput) {
  const text = Option.getOrUndefined(basicAuth) ?? (yield* variable("MARGINALIA_BASIC_AUTH"))
  if (text === undefined || /^[^:]+:.+$/s.test(text)) return text
  return yield* new UsageProblem({
    problem: "--basic-auth is no user and password",
    hint: "write USER:PASSWORD",
    reason: "Value",
    setting: "basicAuth",
    value: undefined,
    expected: "USER:PASSWORD"
  })
})

/** Keeps annotations in the project, and says what could not be kept. */
const keeping = Effect.fnUntraced(function*(project: Project, ids: ReadonlyArray<string>, backend: Backend) {
  const { record } = yield* makeRecorder(project, ids), noted = new Set<string>()
  const tell = (problem: string) => {
    if (noted.has(problem)) return Effect.void
    noted.add(problem)
    return note(`note: not kept: ${problem}`)
  }
  return (body: unknown) =>
    record(body).pipe(
      Effect.tap(({ acts }) => Effect.sync(() => backend.changed(acts))),
      Effect.map(({ problems }) => problems),
      Effect.tap((problems) => Effect.forEach(problems, tell, { discard: true }))
    )
})

/** Serves Label Studio's ML backend until it is stopped. */
export const labelStudio = Effect.fn("serve.label-studio")(function*(input: StudioInput) {
  yield* checkPort(input.port)
  const basicAuth = yield* authOf(input)
  // A plugin may bring the items; the learner loads it too.
  yield* readRegistry(input.plugin)
  yield* Effect.scoped(Effect.gen(function*() {
    const { encoder, folder, given, heldOut, items, labels, project, seed, source, strategy } = yield* groundOf(input)
    let learn: (labeled: Labeled) => void = () => {}
    const backend = makeBackend({
      ids: items.ids,
      known: labels,
      every: input.every,
      // What `--labels` says is known beside what people said.
      kept: project === undefined ? undefined : () => {
        const { labels: said, skipped } = labeledIn(project.session(), items.ids)
        return { labels: new Map([...given, ...said]), skipped }
      },
      learn: (labeled) => learn(labeled)
    })
    learn = yield* makeLessons({
      start: {
        _tag: "Start",
        source: { ...source, encoder },
        items: items.hash,
        folder,
        seed,
        heldOut,
        plugins: input.plugin.map((path) => resolve(path))
      },
      strategy
    }, backend.tell)
    learn(backend.labeled())
    const before = project === undefined ? undefined : yield* keeping(project, items.ids, backend)
    const { url } = yield* serveBackend(backend, { host: input.host, port: input.port, basicAuth, before })
    yield* printData(url)
    yield* note(
      `${counted(items.size, items.kind)}, ${counted(labels.size, "label")}, ordered by ${strategy}; Ctrl-C ends it`
    )
    yield* served
  }))
})
