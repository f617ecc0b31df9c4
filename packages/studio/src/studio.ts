/**
 * Labeling, opened: items, project, learner and server, put together.
 */
import * as Message from "@marginalia/core/Message"
import { note, Notices } from "@marginalia/core/Notices"
import type { Registry } from "@marginalia/core/Registry"
import { counted } from "@marginalia/core/Words"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import * as Effect from "effect/Effect"
import { createHash, randomUUID } from "node:crypto"
import { readFileSync, statSync } from "node:fs"
import { resolve } from "node:path"
import { importLabels } from "./formats/import.ts"
import { type AmongOptions, isScoped, positionsIn, readAmong } from "./items/among.ts"
import type { Items } from "./items/item.ts"
import { openItems } from "./items/open.ts"
import { type ItemSource, openSource, settled } from "./items/source.ts"
import { startLearner } from "./learner/client.ts"
import { DEFAULT_STRATEGY, SAMPLE } from "./learner/defaults.ts"
import type { StartLearner } from "./learner/link.ts"
import { wishFor } from "./project/act.ts"
import { cachePath, isProject } from "./project/files.ts"
import { openProject, type Project } from "./project/project.ts"
import { readServing, writeServing } from "./project/serving.ts"
import { readSettings, writeSettings } from "./project/settings.ts"
import { makeRoom, type RoomParts } from "./server/room.ts"
import { serve, type ServeOptions, type Serving } from "./server/serve.ts"
import { newToken, SOMEBODY } from "./server/token.ts"
import { type Created, VERSION } from "./session/event.ts"

/** How to label. All has a default; what a project was begun with stays, whatever is said later. */
export interface StudioOptions extends ServeOptions {
  /** Classes that are known from the start; more can be added on the page. Default none. */
  readonly classes?: ReadonlyArray<string> | undefined
  /** A strategy, as text. Default: the learner's own. */
  readonly strategy?: string | undefined
  /** An encoder, as text; default `auto`: the best that is here. */
  readonly encoder?: string | undefined
  /** The share of the items that is held out to measure, and of the answers that goes to them. Default 0.2. */
  readonly measure?: number | undefined
  /** The share of the answers that a second person is asked for. Default 0. */
  readonly overlap?: number | undefined
  /** What all random choices follow from. Default 0. */
  readonly seed?: number | undefined
  /**
   * Of more than twice as many items, the first order is that of so many, drawn at random, so that nobody waits for the order of
   * all, which takes its place when it is made; 0: no. Default 5,000.
   */
  readonly sample?: number | undefined
  /** A file of labels that there are already: they are imported once. Default none. */
  readonly labels?: string | undefined
  /** Which items the project is about; default all that the source has, or those that it was begun with. */
  readonly among?: AmongOptions | undefined
  /** Files of ids: these items are asked about first, in their order. Default none. */
  readonly include?: ReadonlyArray<string> | undefined
  /** Modules with strategies, encoders and data sets of one's own, whose code is run. Default none. */
  readonly plugins?: ReadonlyArray<string> | undefined
  /** What strategies may speak of; default what `@marginalia/strategies` and the plugins have. */
  readonly registry?: Registry | undefined
  /** Whether the page gets another link than at the last start, so that the old one lets nobody in any more. Default false. */
  readonly newToken?: boolean | undefined
  /** What learns; default a process of its own. */
  readonly learner?: StartLearner | undefined
}

/** What is to be labeled, and where it is kept. */
export interface Opening {
  /** The project's folder. */
  readonly project: string
  /** The items; by default those that the project was begun with. */
  readonly source?: ItemSource | undefined
  /** How to label, and how to serve; default as {@link StudioOptions} says. */
  readonly options?: StudioOptions | undefined
}

/** Labeling, open. */
export interface Studio extends Serving {
  /** What was done, and what is done from now on. */
  readonly project: Project
  /** What is labeled. */
  readonly items: Items
}

const share = (name: string, value: number) =>
  value >= 0 && value <= 1
    ? Effect.succeed(value)
    : Effect.fail(
      new InvalidInput({
        path: name,
        problem: `${value} is no share`,
        hint: "give a number from 0 to 1",
        reason: "Value",
        setting: name,
        value,
        expected: "a number from 0 to 1"
      })
    )

const beginning = Effect.fnUntraced(function*({ hash, size }: Items, options: StudioOptions) {
  const { classes = [], encoder = "auto", measure = 0.2, overlap = 0, seed = 0, strategy = DEFAULT_STRATEGY } = options
  const created: Created = {
    _tag: "Created",
    version: VERSION,
    size,
    ids: hash,
    classes,
    strategy,
    encoder,
    measure: yield* share("measure", measure),
    overlap: yield* share("overlap", overlap),
    seed
  }
  return created
})

/** A file of labels by what it says, so that it is imported once, and again when it says something else. */
const importNonce = (path: string): string => {
  const file = statSync(path, { throwIfNoEntry: false })
  const what = file?.isFile() === true ? readFileSync(path) : resolve(path)
  return `import-${createHash("sha256").update(what).digest("hex").slice(0, 32)}`
}

const bringLabels = Effect.fnUntraced(function*(project: Project, { ids, whole }: Items, path: string | undefined) {
  if (path === undefined) return
  const nonce = importNonce(path)
  if (project.session().history.made(nonce) === undefined) {
    yield* importLabels(project, ids, path, { nonce, who: SOMEBODY, options: { whole } })
  }
})

/** Asks about the items of lists that nobody spoke of before all others; what is in the queue already stays where it is. */
const askFirst = Effect.fnUntraced(
  function*(project: Project, { ids }: Items, path: string, files: ReadonlyArray<string>) {
    const listed = yield* positionsIn(ids, path, files), session = project.session(), queue = new Set(session.queue())
    const items = listed.filter((item) => session.status(item)._tag === "Open" && !queue.has(item))
    if (items.length === 0) return
    const nonce = `include-${randomUUID()}`
    yield* project.act(wishFor({ _tag: "Queued", who: SOMEBODY, nonce, items }))
    const held = items.filter((item) => session.heldOut.has(item)).length
    const later = held === 0 ? "" : `; ${held} of them measure the model, and come in their turn`
    yield* note(`${counted(items.length, "item")} asked about first${later}`)
  }
)

/** A table of images may say what they are, which is brought when it is asked for. */
const sayLabels = (project: Project, { files, labels }: Items, path: string, asked: string | undefined) => {
  const known = labels?.filter((label) => label !== undefined).length ?? 0
  const isTable = files !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile() === true
  if (!isTable || known === 0 || asked !== undefined || project.session().seq() > 1) return Effect.void
  const bring = Message.setting("labels", { value: path })
  return note(Message.text`note: ${path} has labels of ${counted(known, "image")}; ${bring} brings them`)
}

/**
 * Serves by the link of the last start, on its port where that is free, so that pages which are open go on; else by a new one,
 * which is kept for the next start.
 */
const serveAgain = Effect.fnUntraced(function*(room: RoomParts, options: StudioOptions, folder: string) {
  const { host = "127.0.0.1", newToken: isNew = false, port = 0 } = options
  const kept = isNew ? undefined : yield* readServing(folder)
  const token = options.token ?? kept?.token ?? newToken()
  const anyPort = serve(room, { ...options, token })
  const serving = yield* port === 0 && kept?.host === host
    ? Effect.catch(serve(room, { ...options, token, port: kept.port }), () => anyPort)
    : anyPort
  yield* writeServing(folder, { token, host, port: serving.port, pid: process.pid })
  return serving
})

/** The items that a project is about: those that are asked for now, else those that it was begun with. */
const itemsOf = Effect.fnUntraced(function*(folder: string, source: ItemSource | undefined, among: AmongOptions = {}) {
  const of = source === undefined ? yield* readSettings(folder) : yield* settled(source)
  if (isScoped(among)) {
    const whole = yield* Effect.provideService(openSource({ ...of, among: undefined }), Notices, {
      say: () => Effect.void
    })
    return { ...of, among: yield* readAmong(whole, of, among) }
  }
  const before = source !== undefined && isProject(folder) ? yield* readSettings(folder) : of
  return before.path === of.path ? { ...of, among: before.among } : of
})

/**
 * Opens a project (and begins it, where there is none), and serves its page until the scope ends; all that was answered is on the
 * disk then. The learner starts beside it, and the page does not wait for it.
 *
 * Fails as `openItems` does where the items cannot be read (`SourceError`), as `readAmong` where none are left or a list cannot be read, as `openProject` (`JournalError`,
 * `Refused`) where another process has the project or it is of other items, as `importLabels`, and with
 * `PortProblem` where the port is not to be had.
 */
export const openStudio = Effect.fn("studio.openStudio")(function*({ options = {}, project: folder, source }: Opening) {
  const { plugins = [] } = options, { registry } = yield* readRegistry(plugins)
  const of = yield* itemsOf(folder, source, options.among)
  const items = yield* openItems(of, { folder: cachePath(folder) })
  const project = yield* openProject(folder, yield* beginning(items, options))
  yield* writeSettings(folder, of)
  yield* bringLabels(project, items, options.labels)
  yield* sayLabels(project, items, of.path, options.labels)
  yield* askFirst(project, items, of.path, options.include ?? [])
  const room = yield* makeRoom({
    project,
    items,
    start: options.learner ?? startLearner,
    source: { ...of, encoder: project.session().created.encoder },
    registry: options.registry ?? registry,
    plugins,
    sample: options.sample ?? SAMPLE
  })
  const serving = yield* serveAgain(room, options, folder)
  return { ...serving, project, items } satisfies Studio as Studio
})
