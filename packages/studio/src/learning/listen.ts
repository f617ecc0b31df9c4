/**
 * What follows from what the learner says.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { LearnerLine } from "../learner/link.ts"
import type {
  Alike,
  Clustered,
  Drawn,
  Foreseen,
  FromLearner,
  Learned,
  Mistakes,
  Ordered,
  Ready,
  Trouble
} from "../learner/protocol.ts"
import type { Project } from "../project/project.ts"
import type { LearnerView, Live } from "../server/wire.ts"
import { modelOf, reordered } from "../view/model.ts"
import { isDue } from "./due.ts"
import { learnFrom, orderedBy, trainedBy } from "./question.ts"
import type { Requests } from "./requests.ts"
import type { State } from "./state.ts"

/** What a listener works on. */
export interface Ears {
  readonly state: State
  readonly project: Project
  readonly line: LearnerLine
  readonly alike: Requests<Alike>
  readonly mistakes: Requests<Mistakes>
  readonly futures: Requests<Foreseen>
  readonly drawn: Requests<Drawn>
  readonly tell: (live: Live) => Effect.Effect<void>
  readonly now: () => number
}

/** Progress is told at most so often, in milliseconds. */
const OFTEN = 200

/** Tells everyone what the learner is at; what is only `progress` not too often. */
export const makeShow = ({ now, state, tell }: Pick<Ears, "now" | "state" | "tell">) => {
  let told = -Infinity
  return (more: Partial<LearnerView>, progress = false): Effect.Effect<void> => {
    state.view = { ...state.view, ...more }
    const at = now()
    if (progress && at - told < OFTEN) return Effect.void
    told = at
    return tell({ _tag: "Learner", learner: state.view })
  }
}

type Show = ReturnType<typeof makeShow>

const leftOf = (project: Project): number => {
  const session = project.session()
  return (session.models().at(-1)?.order ?? []).filter((item) => session.said(item).length === 0).length
}

/** Gives the learner a lesson, if one is due. */
export const consider = ({ line, project, state }: Ears, show: Show): Effect.Effect<void> =>
  Effect.suspend(() => {
    const session = project.session(), strategy = session.strategy()
    const due = isDue({
      isFree: state.isReady && !state.isBusy && state.lost === undefined,
      wasAsked: state.asked !== undefined,
      changes: state.changes,
      labels: session.training().items.length,
      otherStrategy: state.asked !== strategy,
      left: leftOf(project)
    })
    if (!due) return Effect.void
    state.isBusy = true
    state.asked = strategy
    state.changes = 0
    return Effect.andThen(line.tell(learnFrom(session)), show({ doing: "training", done: 0, total: 0 }))
  })

const ready = (ears: Ears, show: Show, { advice, bad, encoder }: Ready) => {
  ears.state.isReady = true
  const problem = bad.length === 0 ? null : `${bad.length} items cannot be read; they are asked about last`
  return Effect.andThen(
    show({
      doing: ears.state.isBusy ? "training" : "idle",
      encoder,
      advice: advice ?? null,
      problem,
      done: 0,
      total: 0
    }),
    consider(ears, show)
  )
}

/** A model counts from when it is written down. */
const learned = Effect.fnUntraced(function*(ears: Ears, show: Show, said: Learned) {
  const { project, state } = ears, session = project.session()
  const model = modelOf(said)
  const written = yield* Effect.result(project.record(trainedBy(session, model, state.model)))
  state.isBusy = false
  if (Result.isFailure(written)) return yield* show({ doing: "idle", problem: written.failure.message })
  state.model = model
  state.version++
  const { labels, model: number, ms, remark, sample = null } = said
  yield* show({ doing: "idle", problem: remark ?? null, model: { number, labels, ms: Math.round(ms) }, sample })
  yield* tellModel(ears, said)
  yield* consider(ears, show)
})

const tellModel = ({ state, tell }: Ears, { labels, model }: Learned | Ordered) =>
  tell({ _tag: "Model", number: model, labels, sample: state.view.sample })

/** The order of all items counts from when it is written down, like a model; what the model says of items stays. */
const ordered = Effect.fnUntraced(function*(ears: Ears, show: Show, said: Ordered) {
  const { project, state } = ears, before = state.model
  if (before === undefined || before.learned.model !== said.model) return
  const model = reordered(before, said)
  const written = yield* Effect.result(project.record(orderedBy(said)))
  const doing = state.isBusy ? state.view.doing : "idle"
  if (Result.isFailure(written)) return yield* show({ doing, problem: written.failure.message })
  state.model = model
  state.version++
  yield* show({ doing, problem: said.remark ?? null, sample: null })
  yield* tellModel(ears, said)
})

/** Clusters that came after the order. */
const clustered = ({ state }: Ears, { clusters, model }: Clustered) =>
  Effect.sync(() => {
    if (state.model?.learned.model !== model) return
    state.model = { ...state.model, learned: { ...state.model.learned, clusters } }
    state.version++
  })

const trouble = Effect.fnUntraced(function*(ears: Ears, show: Show, said: Trouble) {
  const { lost, model, request, told } = said, { drawn, state } = ears
  const numbered = [ears.alike, ears.mistakes, ears.futures]
  if (request !== undefined) {
    return yield* Effect.forEach(numbered, (one) => one.fail(request, told), { discard: true })
  }
  state.lost = lost ? told : undefined
  if (model !== undefined || lost) state.isBusy = false
  state.drawing.clear()
  yield* drawn.failAll(told)
  if (lost) yield* Effect.forEach(numbered, (one) => one.failAll(told), { discard: true })
  yield* show({
    doing: lost ? "off" : state.isBusy || !state.isReady ? state.view.doing : "idle",
    problem: told.problem
  })
})

/** What follows from one message. */
export const hear = (ears: Ears, show: Show) => (said: FromLearner): Effect.Effect<void> => {
  const { alike, drawn, futures, mistakes, state, tell } = ears
  switch (said._tag) {
    case "Working":
      return show({ doing: said.doing, done: said.done, total: said.total }, said.done < said.total)
    case "Ready":
      return ready(ears, show, said)
    case "Learned":
      return learned(ears, show, said)
    case "Ordered":
      return ordered(ears, show, said)
    case "Clustered":
      return clustered(ears, said)
    case "Alike":
      return alike.answer(said.request, said)
    case "Mistakes":
      return mistakes.answer(said.request, said)
    case "Foreseen":
      return futures.answer(said.request, said)
    case "Drawn":
      state.maps.set(said.kind, said)
      state.drawing.delete(said.kind)
      return Effect.all([
        drawn.answerAll(said),
        show({ doing: state.isBusy ? "training" : "idle" }),
        tell({ _tag: "Mapped", kind: said.kind })
      ], { discard: true })
    case "Trouble":
      return trouble(ears, show, said)
  }
}
