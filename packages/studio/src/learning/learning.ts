/**
 * The learner at work beside the people: given a lesson when it is worth it, and listened to. Labeling never waits for it.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import type { StartLearner } from "../learner/link.ts"
import type { Alike, Drawn, Foreseen, FromLearner, Mistakes, Start } from "../learner/protocol.ts"
import type { Change } from "../project/commits.ts"
import type { Project } from "../project/project.ts"
import type { LearnerView, Live, Measured } from "../server/wire.ts"
import type { Session } from "../session/session.ts"
import type { Future } from "../view/forecast.ts"
import type { Model } from "../view/model.ts"
import { consider, type Ears, hear, makeShow } from "./listen.ts"
import { labeled } from "./question.ts"
import { Busy, makeRequests } from "./requests.ts"
import { beginning, type State } from "./state.ts"

/** Labels that look wrong to models that did not see them: places among `items`, and classes by their place among `classes`. */
export interface Doubts extends Pick<Mistakes, "issues"> {
  readonly classes: ReadonlyArray<number>
  readonly items: Uint32Array
}

/** The learner, as the server sees it. */
export interface Learning {
  /** The model in memory; undefined until the learner has made one. */
  readonly model: () => Model | undefined
  /** Grows whenever the model is another. */
  readonly version: () => number
  readonly view: () => LearnerView
  readonly similar: (item: number, count: number) => Effect.Effect<Alike, Busy>
  /** Of the training labels as they are now. */
  readonly mistakes: Effect.Effect<Doubts, Busy>
  /** What further labels will bring, by the models so far. */
  readonly foresee: (curve: Measured["curve"]) => Effect.Effect<Future, Busy>
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

/** Labels that an event changed: of those to train on. */
const changesBy = ({ entry: { event }, items }: Change, { heldOut }: Session): number => {
  if (event._tag === "Trained" || event._tag === "ClassAdded" || event._tag === "ClassRenamed") return 0
  return items.filter((item) => !heldOut.has(item)).length
}

const notReady = ({ lost, view: { doing, done, total } }: State): Busy =>
  new Busy({
    reason: lost === undefined
      ? { _tag: "Looking", done, total: doing === "embedding" ? total : 0 }
      : { _tag: "NoLearner", why: lost }
  })

const asking = (
  { alike, drawn, futures, line, mistakes, project, state }: Ears
): Pick<Learning, "similar" | "mistakes" | "foresee" | "map"> => {
  const whenReady = <A>(ask: () => Effect.Effect<A, Busy>) =>
    Effect.suspend(() => (state.isReady && state.lost === undefined ? ask() : notReady(state)))
  const draw = (kind: Drawn["kind"]) =>
    Effect.suspend(() => {
      if (state.drawing.has(kind) || state.maps.has(kind)) return Effect.void
      state.drawing.add(kind)
      return line.tell({ _tag: "DrawMap", kind })
    })
  return {
    similar: (item, count) =>
      whenReady(() => alike.ask((request) => line.tell({ _tag: "Similar", request, item, count }))),
    mistakes: whenReady(() => {
      const question = labeled(project.session(), project.session().training())
      const answer = mistakes.ask((request) => line.tell({ _tag: "FindMistakes", request, ...question }))
      return Effect.map(answer, ({ issues }) => ({ ...question, issues }))
    }),
    foresee: (curve) =>
      Effect.suspend(() => {
        if (state.lost !== undefined) return notReady(state)
        const answer = futures.ask((request) => line.tell({ _tag: "Foresee", request, curve }))
        return Effect.map(answer, ({ future }) => future)
      }),
    map: whenReady(() => {
      const found = state.maps.get("umap") ?? state.maps.get("pca")
      if (found !== undefined) return Effect.as(draw("umap"), found)
      return drawn.ask(() => Effect.andThen(draw("pca"), draw("umap")))
    })
  }
}

const earsOf = Effect.fnUntraced(function*({ message, project, start, tell }: Ground, state: State) {
  let asked = 0
  const next = () => ++asked, clock = yield* Clock.Clock
  return {
    state,
    project,
    line: yield* start(message),
    tell,
    alike: makeRequests<Alike>(next),
    mistakes: makeRequests<Mistakes>(next),
    futures: makeRequests<Foreseen>(next),
    drawn: makeRequests<Drawn>(next),
    now: () => clock.currentTimeMillisUnsafe()
  } satisfies Ears as Ears
})

/**
 * Starts the learner and keeps it at work for as long as the scope lasts: given a lesson when `isDue`; its models are written down;
 * what it does is told. When it ends, that is said, and labeling goes on.
 */
export const makeLearning = Effect.fn("makeLearning")(function*(
  ground: Ground
): Effect.fn.Return<Learning, never, Scope.Scope> {
  const { message, project } = ground, state = beginning(project.session(), message.source.encoder)
  const changes = yield* project.changes
  const ears = yield* earsOf(ground, state), show = makeShow(ears)
  const listen = (said: FromLearner) =>
    Effect.catchCause(
      hear(ears, show)(said),
      (cause) =>
        Cause.hasInterruptsOnly(cause) ? Effect.interrupt : Effect.logError(`the learner's ${said._tag}`, cause)
    )
  yield* Effect.forkScoped(Effect.forever(Effect.flatMap(Queue.take(ears.line.heard), listen)))
  const count = Effect.flatMap(PubSub.takeAll(changes), (all) => {
    for (const change of all) state.changes += changesBy(change, project.session())
    return consider(ears, show)
  })
  yield* Effect.forkScoped(Effect.forever(count))
  return {
    model: () => state.model,
    version: () => state.version,
    view: () => state.view,
    ...asking(ears)
  }
})
