/**
 * What the routes share: the project, the items, the learner, and who is here.
 */
import type { Registry } from "@marginalia/core/Registry"
import { sha256 } from "@marginalia/datasets/hash"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import type * as Scope from "effect/Scope"
import { exportsFor } from "../formats/format.ts"
import type { Items } from "../items/item.ts"
import type { StartLearner } from "../learner/link.ts"
import type { SourceText } from "../learner/protocol.ts"
import { type Learning, makeLearning } from "../learning/learning.ts"
import { type MakeFiles, makeFiles, type MakeModel, makeModel } from "../model/make.ts"
import type { Project } from "../project/project.ts"
import { type Leases, makeLeases } from "../session/leases.ts"
import { type CommonView, commonView, type Facts } from "../view/project.ts"
import { type Exporting, makeExporting } from "./exporting.ts"
import { type Foresight, makeForesight } from "./foresight.ts"
import type { Live } from "./wire.ts"

/** See the fields. */
export interface RoomParts {
  /** See {@link idOf}. */
  readonly id: string
  readonly project: Project
  readonly items: Items
  readonly learning: Learning
  readonly leases: Leases
  readonly live: PubSub.PubSub<Live>
  /** How many pages of each person are open. */
  readonly pages: Map<string, number>
  readonly common: () => CommonView
  /** What can be had of the project. */
  readonly exporting: Exporting
  /** What strategies may speak of. */
  readonly registry: Registry
  readonly now: () => number
}

/** The room that the routes serve. */
export class Room extends Context.Service<Room, RoomParts>()("@marginalia/studio/Room") {}

/** Who asks: the name in the cookie. */
export class Person extends Context.Service<Person, { readonly who: string }>()("@marginalia/studio/Person") {}

/**
 * What tells a project from others, also from one of the same items at the same address: pages keep under it what is not
 * sent yet.
 */
export const idOf = (project: Pick<Project, "entries">, { hash }: Pick<Items, "hash">): string =>
  sha256(`${hash} ${project.entries()[0]?.at ?? 0}`).slice(0, 16)

/** What a room is made of. */
export interface RoomOptions {
  readonly project: Project
  readonly items: Items
  readonly start: StartLearner
  readonly source: SourceText
  readonly registry: Registry
  /** The modules that some of it comes from; the learner loads them too. Default none. */
  readonly plugins?: ReadonlyArray<string> | undefined
  /** See `Start`. */
  readonly sample?: number
  /** Makes the model that is exported; default a process of its own. */
  readonly makeModel?: MakeModel | undefined
  /** Makes exports of many labels; default a process of its own. */
  readonly makeFiles?: MakeFiles | undefined
  /** Labels of so many items at most are printed in the server's loop. Default 400. */
  readonly most?: number | undefined
}

const cached = (project: Project, learning: Learning, foresight: Foresight, facts: Facts): () => CommonView => {
  let key = "", view: CommonView | undefined
  return () => {
    const session = project.session(), now = `${session.seq()} ${learning.version()} ${foresight.version()}`
    if (view === undefined || key !== now) {
      view = commonView(session, learning.model(), facts, foresight.of)
      key = now
    }
    return view
  }
}

/** Opens the room; closed with the scope. */
export const makeRoom = Effect.fnUntraced(function*(
  {
    items,
    makeFiles: printing = makeFiles,
    makeModel: fitting = makeModel,
    most,
    plugins,
    project,
    registry,
    sample = 0,
    source,
    start
  }: RoomOptions
): Effect.fn.Return<RoomParts, never, Scope.Scope> {
  const clock = yield* Clock.Clock, live = yield* PubSub.sliding<Live>(1000)
  const { heldOut, created } = project.session()
  const learning = yield* makeLearning({
    project,
    start,
    message: {
      _tag: "Start",
      source,
      items: items.hash,
      folder: project.folder,
      seed: created.seed,
      plugins,
      heldOut: heldOut.order,
      sample
    },
    tell: (one) => PubSub.publish(live, one)
  })
  const changes = yield* project.changes
  yield* Effect.forkScoped(
    Effect.forever(
      Effect.flatMap(
        PubSub.takeAll(changes),
        (all) =>
          Effect.forEach(all, ({ entry: { event, seq }, items }) =>
            event._tag === "Created" || event._tag === "Trained"
              ? Effect.void
              : PubSub.publish(live, { _tag: "Changed", seq, who: event.who, items }), { discard: true })
      )
    )
  )
  const again = Effect.suspend(() =>
    PubSub.publish(live, { _tag: "Changed", seq: project.session().seq(), who: "", items: [] })
  )
  const foresight = yield* makeForesight(learning.foresee, again)
  const id = idOf(project, items)
  const facts: Facts = {
    id,
    name: items.name,
    kind: items.kind,
    exports: exportsFor(items.kind)
  }
  return {
    id,
    project,
    items,
    learning,
    leases: makeLeases(),
    live,
    pages: new Map(),
    common: cached(project, learning, foresight, facts),
    exporting: yield* makeExporting({
      project,
      items,
      makeModel: fitting,
      makeFiles: printing,
      most,
      plugins: plugins ?? []
    }),
    registry,
    now: () => clock.currentTimeMillisUnsafe()
  }
})
