/**
 * The page of a project: a room for its people, a learner beside it, a server before it.
 */
import { registry } from "@marginalia/strategies"
import { exportsFor } from "@marginalia/studio/formats/format"
import type { Items } from "@marginalia/studio/items/item"
import type { ItemSource } from "@marginalia/studio/items/source"
import { startLearner } from "@marginalia/studio/learner/client"
import type { Project } from "@marginalia/studio/project/project"
import { makeRoom } from "@marginalia/studio/server/room"
import { serve } from "@marginalia/studio/server/serve"
import * as Effect from "effect/Effect"

export { DEFAULT_STRATEGY } from "@marginalia/studio/learner/defaults"

/** What is served, and where. */
export interface PageOptions {
  readonly project: Project
  readonly items: Items
  readonly source: ItemSource
  readonly host: string
  readonly port: number
}

/** Serves the page until the scope ends; gives its link. */
export const openPage = Effect.fnUntraced(function*({ host, items, port, project, source }: PageOptions) {
  const { encoder } = project.session().created
  const room = yield* makeRoom({
    project,
    items,
    start: startLearner,
    source: { ...source, encoder },
    facts: { exports: exportsFor(items.kind) },
    registry
  })
  return yield* serve(room, { host, port })
})
