/**
 * Label Studio's ML backend over a project or a pool: what is annotated is learned from, and kept in the project. Tested in
 * packages/cli/test/serve.test.ts.
 */
import { note } from "@marginalia/core/Notices"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import * as Effect from "effect/Effect"
import { resolve } from "node:path"
import type { Project } from "../project/project.ts"
import { type Backend, type Labeled, makeBackend } from "./backend.ts"
import { openGround, type TasksOf } from "./ground.ts"
import { makeLessons } from "./lessons.ts"
import { labeledIn, makeRecorder } from "./record.ts"
import { serveBackend } from "./serve.ts"

/** What is served, and how. */
export interface LabelStudioOptions<E = never, R = never> {
  /** Which items the tasks are of. */
  readonly of: TasksOf
  /** What is known of the items with these `ids`, beside what the project says. Default nothing. */
  readonly labels?: (
    ids: ReadonlyArray<string>
  ) => Effect.Effect<ReadonlyArray<{ readonly id: string; readonly label: string }>, E, R>
  /** What turns items into vectors. Default: the project's, else the best that is here. */
  readonly encoder?: string | undefined
  /** What orders them. Default: the project's, else the studio's. */
  readonly strategy?: string | undefined
  /** How many annotations come before a new model. */
  readonly every: number
  /** The address to listen on. */
  readonly host: string
  /** The port; 0 takes one that is free. */
  readonly port: number
  /** `USER:PASSWORD` that is asked for. Default: nobody is asked. */
  readonly basicAuth?: string | undefined
  /** Paths of plugins, which may bring the items, and whose code is run. */
  readonly plugins: ReadonlyArray<string>
}

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

/**
 * Serves Label Studio's ML backend until the scope ends; gives its address, how many items and labels there are, and the strategy
 * that orders them. Fails as plugins, projects, items and labels do, and where the port is not to be had.
 */
export const serveLabelStudio = Effect.fn("studio.serveLabelStudio")(function*<E = never, R = never>(
  options: LabelStudioOptions<E, R>
) {
  const { basicAuth, every, host, port } = options, plugins = options.plugins.map((path) => resolve(path))
  // A plugin may bring the items; the learner loads it too.
  yield* readRegistry(plugins)
  const ground = yield* openGround(options.of)
  const { folder, heldOut, items, project, seed, source } = ground
  const { encoder = ground.encoder, strategy = ground.strategy } = options
  const read = options.labels === undefined ? [] : yield* options.labels(items.ids)
  const at = new Map(items.ids.map((id, item) => [id, item]))
  const given = new Map(read.map(({ id, label }) => [at.get(id)!, label]))
  const labels = new Map([...ground.labels, ...given])
  let learn: (labeled: Labeled) => void = () => {}
  const backend = makeBackend({
    ids: items.ids,
    known: labels,
    every,
    // What is given is known beside what people said.
    kept: project === undefined ? undefined : () => {
      const { labels: said, skipped } = labeledIn(project.session(), items.ids)
      return { labels: new Map([...given, ...said]), skipped }
    },
    learn: (labeled) => learn(labeled)
  })
  const start = {
    _tag: "Start",
    source: { ...source, encoder },
    items: items.hash,
    folder,
    seed,
    heldOut,
    plugins
  } as const
  learn = yield* makeLessons({ start, strategy }, backend.tell)
  learn(backend.labeled())
  const before = project === undefined ? undefined : yield* keeping(project, items.ids, backend)
  const { url } = yield* serveBackend(backend, { host, port, basicAuth, before })
  return { url, items: items.size, kind: items.kind, labels: labels.size, strategy }
})
