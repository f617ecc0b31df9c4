/**
 * The learner at work beside the people: asked when it is worth it, listened to, and started again when it ends. Labeling never
 * waits for it.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { LearnerClient, StartLearner } from "../learner/link.ts"
import type { Alike, CrossValidated, Drawn, FromLearner, Learned, Start, ToLearner } from "../learner/protocol.ts"
import type { Change } from "../project/commits.ts"
import type { Project } from "../project/project.ts"
import type { LearnerView, Live } from "../server/wire.ts"
import { type Model, modelOf } from "../view/model.ts"
import { isDue } from "./due.ts"
import { labeled, learnFrom, trainedBy } from "./question.ts"
import { Busy, makeRequests } from "./requests.ts"

/** The learner, as the server sees it. */
export interface Learning {
  /** The model in memory; undefined until the learner has made one. */
  readonly model: () => Model | undefined
  /** Grows whenever the model is another. */
  readonly version: () => number
  readonly view: () => LearnerView
  readonly similar: (item: number, count: number) => Effect.Effect<Alike, Busy>
  /** Out-of-fold probabilities of the training labels as they are now. */
  readonly crossValidate: Effect.Effect<CrossValidated & { readonly classes: ReadonlyArray<number> }, Busy>
  /** The best map that there is; when there is none, one is drawn, and waited for. */
  readonly map: Effect.Effect<Drawn, Busy>
}

/** What it takes to learn. */
export interface Ground {
  readonly project: Project
  readonly start: StartLearner
  readonly message: Start
  /** Tells everyone. */
  readonly tell: (live: Live) => Effect.Effect<void>
}

/** Waits between two starts, in seconds; from the last on it stays. */
const WAITS = [1, 2, 5, 15, 30]

/** Progress is told at most so often, in milliseconds. */
const OFTEN = 200

interface State {
  client: LearnerClient | undefined
  view: LearnerView
  model: Model | undefined
  version: number
  isReady: boolean
  isBusy: boolean
  asked: { readonly strategy: string } | undefined
  changes: number
  deaths: number
  told: number
  readonly maps: Map<Drawn["kind"], Drawn>
  readonly drawing: Set<Drawn["kind"]>
}

const beginning = (project: Project, encoder: string): State => {
  const last = project.session().models().at(-1)
  const model = last === undefined ? null : { number: last.model, labels: last.labels, ms: last.ms }
  return {
    client: undefined,
    view: { doing: "starting", done: 0, total: 0, encoder, advice: null, model, problem: null },
    model: undefined,
    version: 0,
    isReady: false,
    isBusy: false,
    asked: undefined,
    changes: 0,
    deaths: 0,
    told: 0,
    maps: new Map(),
    drawing: new Set()
  }
}

/** Labels that an event changed: of those to train on. */
const changesBy = ({ entry: { event }, items }: Change, { heldOut }: ReturnType<Project["session"]>): number => {
  if (event._tag === "Trained" || event._tag === "ClassAdded" || event._tag === "ClassRenamed") return 0
  return items.filter((item) => !heldOut.has(item)).length
}

const leftOf = (project: Project): number => {
  const session = project.session()
  return (session.models().at(-1)?.order ?? []).filter((item) => session.said(item).length === 0).length
}

const gone = "the process that learns is not there; it is being started again"

/**
 * Starts the learner and keeps it at work for as long as the scope lasts: asked for a model when {@link isDue}, its models are
 * written down, what it does is told. Ends it does not bring labeling to a stop: it is said, and it is started again.
 */
export const makeLearning = Effect.fn("makeLearning")(function*(
  { message, project, start, tell }: Ground
): Effect.fn.Return<Learning, never, Scope.Scope> {
  const state = beginning(project, message.source.encoder), clock = yield* Clock.Clock
  let asked = 0
  const next = () => ++asked
  const alike = makeRequests<Alike>(next), folds = makeRequests<CrossValidated>(next), drawn = makeRequests<Drawn>(next)
  const send = (message: ToLearner) => state.client?.send(message) ?? Effect.void
  const show = (more: Partial<LearnerView>, always = true) => {
    state.view = { ...state.view, ...more }
    const now = clock.currentTimeMillisUnsafe()
    if (!always && now - state.told < OFTEN) return Effect.void
    state.told = now
    return tell({ _tag: "Learner", learner: state.view })
  }

  const consider = Effect.suspend(() => {
    const session = project.session()
    const due = isDue({
      isFree: state.isReady && !state.isBusy,
      wasAsked: state.asked !== undefined,
      changes: state.changes,
      labels: session.training().items.length,
      otherStrategy: state.asked !== undefined && state.asked.strategy !== session.strategy(),
      left: leftOf(project)
    })
    if (!due) return Effect.void
    state.isBusy = true
    state.asked = { strategy: session.strategy() }
    state.changes = 0
    return Effect.andThen(send(learnFrom(session)), show({ doing: "training", done: 0, total: 0 }))
  })

  const learned = Effect.fnUntraced(function*(said: Learned) {
    const session = project.session(), before = state.model, model = modelOf(said, session.created.size)
    const written = yield* Effect.result(project.record(trainedBy(session, model, before)))
    state.isBusy = false
    if (Result.isFailure(written)) return yield* show({ doing: "idle", problem: written.failure.message })
    state.model = model
    state.version++
    state.deaths = 0
    const { labels, model: number, ms } = said
    yield* show({ doing: "idle", problem: null, model: { number, labels, ms: Math.round(ms) } })
    yield* tell({ _tag: "Model", number, labels })
    yield* consider
  })

  const trouble = Effect.fnUntraced(function*({ problem, request }: { request: number | undefined; problem: string }) {
    if (request !== undefined) return yield* Effect.andThen(alike.fail(request, problem), folds.fail(request, problem))
    state.isBusy = false
    state.drawing.clear()
    yield* drawn.failAll(problem)
    yield* show({ doing: "idle", problem })
  })

  const heard = (said: FromLearner): Effect.Effect<void> => {
    switch (said._tag) {
      case "Working":
        return show({ doing: said.doing, done: said.done, total: said.total }, false)
      case "Ready":
        state.isReady = true
        return Effect.andThen(
          show({ doing: "idle", encoder: said.encoder, advice: said.advice ?? null, done: 0, total: 0 }),
          consider
        )
      case "Learned":
        return learned(said)
      case "Alike":
        return alike.answer(said.request, said)
      case "CrossValidated":
        return folds.answer(said.request, said)
      case "Drawn":
        state.maps.set(said.kind, said)
        state.drawing.delete(said.kind)
        return Effect.all([drawn.answerAll(said), show({ doing: "idle" }), tell({ _tag: "Mapped", kind: said.kind })], {
          discard: true
        })
      case "Trouble":
        return trouble(said)
    }
  }

  const life = Effect.scoped(Effect.gen(function*() {
    state.client = yield* start(message)
    yield* Stream.runForEach(state.client.messages, heard)
    return "the process that learns has ended"
  })).pipe(Effect.catch((problem: string) => Effect.succeed(problem)))

  const ended = Effect.fnUntraced(function*(problem: string) {
    const wait = WAITS[Math.min(state.deaths++, WAITS.length - 1)]!
    state.client = undefined
    state.isReady = false
    state.isBusy = false
    state.asked = undefined
    state.drawing.clear()
    yield* Effect.all([alike.failAll(gone), folds.failAll(gone), drawn.failAll(gone)], { discard: true })
    const says = `${problem}; labeling goes on, and it is started again in ${wait} s`
    yield* show({ doing: "starting", done: 0, total: 0, problem: says })
    yield* Effect.sleep(`${wait} seconds`)
  })

  const changes = yield* project.changes
  yield* Effect.forkScoped(Effect.forever(Effect.flatMap(life, ended)))
  yield* Effect.forkScoped(Effect.forever(Effect.flatMap(PubSub.takeAll(changes), (all) => {
    for (const change of all) state.changes += changesBy(change, project.session())
    return consider
  })))

  const draw = (kind: Drawn["kind"]) =>
    Effect.suspend(() => {
      if (state.drawing.has(kind) || state.maps.has(kind)) return Effect.void
      state.drawing.add(kind)
      return send({ _tag: "DrawMap", kind })
    })
  const ready = Effect.suspend(() => (state.isReady ? Effect.void : new Busy({ problem: notReady(state.view) })))
  return {
    model: () => state.model,
    version: () => state.version,
    view: () => state.view,
    similar: (item, count) =>
      Effect.andThen(ready, alike.ask((request) => send({ _tag: "Similar", request, item, count }))),
    crossValidate: Effect.andThen(
      ready,
      Effect.suspend(() => {
        const question = labeled(project.session(), project.session().training())
        return Effect.map(
          folds.ask((request) => send({ _tag: "CrossValidate", request, ...question })),
          (answer) => ({ ...answer, ...question })
        )
      })
    ),
    map: Effect.andThen(
      ready,
      Effect.suspend(() => {
        const found = state.maps.get("umap") ?? state.maps.get("pca")
        if (found !== undefined) return Effect.as(draw("umap"), found)
        return Effect.andThen(draw("pca"), drawn.ask(() => draw("umap")))
      })
    )
  }
})

const notReady = ({ doing, done, total }: LearnerView): string =>
  doing === "embedding" && total > 0
    ? `the items are still being looked at (${done} of ${total}); ask again in a moment`
    : "the items are still being looked at; ask again in a moment"
