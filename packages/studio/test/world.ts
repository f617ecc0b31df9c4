/**
 * A server for tests: items and a learner that are made up, and people who ask over real HTTP.
 */
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { ItemProblem, type Items } from "../src/items/item.ts"
import type { StartLearner } from "../src/learner/link.ts"
import type { FromLearner, Learn, Learned, ToLearner } from "../src/learner/protocol.ts"
import { saysOf } from "../src/learner/says.ts"
import { type MakeFiles, type MakeModel, NoExport } from "../src/model/make.ts"
import { openProject, type Project } from "../src/project/project.ts"
import { makeRoom, type RoomParts } from "../src/server/room.ts"
import { serve, type ServeOptions, type Serving } from "../src/server/serve.ts"
import type { Created } from "../src/session/event.ts"
import { futureOf } from "../src/view/forecast.ts"
import { created, folder } from "./project.ts"

/** The smallest PNG. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
  "base64"
)

/** Items that are images; the ids are as unpleasant as names of files can be. */
export const fakeItems = (size: number, ids?: ReadonlyArray<string>): Items => {
  const names = ids ?? Array.from({ length: size }, (_, i) => `picture ${i}.png`)
  return {
    name: "pictures",
    kind: "image",
    size,
    ids: names,
    whole: names,
    hash: `ids of ${size}`,
    labels: undefined,
    files: undefined,
    describe: (item) => Effect.succeed({ id: names[item]!, width: 1, height: 1 }),
    media: (item) =>
      item === 13
        ? Effect.fail(new ItemProblem({ id: names[item]!, reason: { _tag: "Gone", cause: undefined } }))
        : Effect.succeed({ type: "image/png", bytes: PIXEL }),
    thumb: (item, edge) => Effect.succeed({ type: "image/webp", bytes: Uint8Array.of(item, edge / 16) })
  }
}

/** A model that gives item i the class i modulo the number of classes, with 0.8. */
export const learnedFrom = ({ answered, classes, labels, model, strategy, upTo }: Learn, size: number): Learned => {
  const count = classes.length, has = new Set(labels).size > 1
  const probability = new Float32Array(size * count).fill(0.2 / (count - 1))
  for (let item = 0; item < size; item++) probability[item * count + (item % count)] = 0.8
  const taken = new Set(answered)
  const candidates = Uint32Array.from({ length: size }, (_, i) => size - 1 - i).filter((item) => !taken.has(item))
  const order = candidates.slice(0, 10)
  return {
    _tag: "Learned",
    model,
    upTo,
    strategy,
    labels: labels.length,
    classes: has ? classes : [],
    probability: has ? probability : undefined,
    ...saysOf(has ? probability : undefined, classes, { size, candidates }),
    order,
    sample: undefined,
    why: Array.from(order, (item) => `item ${item} is far down`),
    clusters: undefined,
    alike: { items: new Uint32Array(0), group: new Int32Array(0) },
    remark: undefined,
    ms: 3
  }
}

const answerTo = (message: ToLearner, size: number): ReadonlyArray<FromLearner> => {
  switch (message._tag) {
    case "Start":
      return [{ _tag: "Ready", items: size, width: 2, encoder: "pca(2)", advice: "a better one", bad: [] }]
    case "Learn":
      return [{ _tag: "Working", doing: "training", done: 0, total: 1 }, learnedFrom(message, size)]
    case "Similar": {
      const items = Uint32Array.from({ length: message.count }, (_, i) => (message.item + 1 + i) % size)
      return [{ _tag: "Alike", request: message.request, items, similarity: new Float32Array(message.count) }]
    }
    case "DrawMap":
      return [{ _tag: "Drawn", kind: message.kind, points: new Float32Array(2 * size).fill(0.5) }]
    case "FindMistakes": {
      const { classes, labels, request } = message, position = labels.length - 1, given = labels[position]!
      const issue = { position, given, suggested: (given + 1) % classes.length, probability: 0.1 }
      return [{ _tag: "Mistakes", request, issues: [{ ...issue, suggestedProbability: 0.8 }] }]
    }
    case "Foresee":
      return [{ _tag: "Foreseen", request: message.request, future: futureOf(message.curve) }]
  }
}

/** A learner that answers at once, what it was told, and what it says from nowhere. */
export interface FakeLearner {
  readonly start: StartLearner
  readonly told: Array<ToLearner>
  readonly say: (said: FromLearner) => void
  /** Whether it answers; default true. */
  answers: boolean
}

/** A learner of `size` items. */
export const fakeLearner = (size: number): FakeLearner => {
  const told: Array<ToLearner> = []
  let heard: Queue.Queue<FromLearner> | undefined
  const say = (said: FromLearner): void => void (heard !== undefined && Queue.offerUnsafe(heard, said))
  const learner: FakeLearner = {
    told,
    say,
    answers: true,
    start: (message) =>
      Effect.gen(function*() {
        const line = yield* Queue.unbounded<FromLearner>()
        heard = line
        const take = (message: ToLearner): void => {
          told.push(message)
          if (learner.answers) answerTo(message, size).forEach(say)
        }
        take(message)
        return { heard: line, tell: (message) => Effect.sync(() => take(message)) }
      })
  }
  return learner
}

/** A room with its server. */
export interface World {
  readonly project: Project
  readonly room: RoomParts
  readonly serving: Serving
  readonly learner: FakeLearner
}

/** What a test wants otherwise. */
export interface WorldOptions {
  readonly size?: number
  readonly created?: Partial<Created>
  readonly serve?: ServeOptions
  readonly ids?: ReadonlyArray<string>
  readonly folder?: string
  /** Default: there is none. */
  readonly makeModel?: MakeModel
  /** See `RoomOptions`. */
  readonly makeFiles?: MakeFiles
  readonly most?: number
}

/** Opens a project and serves it, for as long as the scope lasts. */
export const openWorld = Effect.fnUntraced(function*(options: WorldOptions = {}) {
  const { size = 40 } = options
  const project = yield* openProject(options.folder ?? (yield* folder), created(size, options.created))
  const learner = fakeLearner(size)
  const room = yield* makeRoom({
    project,
    items: fakeItems(size, options.ids),
    start: learner.start,
    source: { path: "pictures", encoder: "auto" },
    registry,
    makeFiles: options.makeFiles,
    most: options.most,
    makeModel: options.makeModel ??
      (() =>
        new NoExport({
          reason: { _tag: "Failed", told: { problem: "there is no model yet", reason: "InvalidInput" } }
        }))
  })
  const serving = yield* serve(room, options.serve)
  return { project, room, serving, learner } satisfies World as World
})

/** A person with a browser: their cookie goes along. */
export interface Browser {
  readonly get: (path: string, headers?: Record<string, string>) => Effect.Effect<Response>
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Effect.Effect<Response>
  readonly json: <A>(path: string) => Effect.Effect<A>
  readonly send: <A>(path: string, body: unknown) => Effect.Effect<A>
  readonly cookie: string
  readonly origin: string
}

const promised = <A>(run: () => Promise<A>) => Effect.promise(run)

/** Opens the link of a person. */
export const browse = Effect.fnUntraced(function*({ port, urlFor }: Serving, name: string) {
  const response = yield* promised(() => fetch(urlFor(name), { redirect: "manual" }))
  const cookie = (response.headers.get("set-cookie") ?? "").split(";")[0]!
  const origin = `http://127.0.0.1:${port}`
  const get = (path: string, headers: Record<string, string> = {}) =>
    promised(() => fetch(origin + path, { headers: { cookie, ...headers } }))
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    promised(() =>
      fetch(origin + path, {
        method: "POST",
        headers: { cookie, origin, "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body)
      })
    )
  return {
    cookie,
    origin,
    get,
    post,
    json: (path) => Effect.flatMap(get(path), (response) => promised(() => response.json() as Promise<never>)),
    send: (path, body) =>
      Effect.flatMap(post(path, body), (response) => promised(() => response.json() as Promise<never>))
  } satisfies Browser as Browser
})
