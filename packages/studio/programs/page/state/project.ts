/** The project as the server tells it, and as it will tell it when what was just done is written. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals"
import type { Server } from "../net/server.ts"
import type { ClassView, LearnerView, ProjectView } from "../wire.ts"

/** The project. */
export interface Project {
  readonly view: Signal<ProjectView>
  readonly classes: ReadonlySignal<ReadonlyArray<ClassView>>
  readonly byId: ReadonlySignal<ReadonlyMap<number, ClassView>>
  readonly nameOf: (id: number | null | undefined) => string
  /** Asks again soon; many calls make one question. */
  readonly touch: () => void
  /** Asks again now. */
  readonly refresh: () => Promise<void>
  readonly learner: (learner: LearnerView) => void
  /** Counts `by` more labels of a class, until the server is asked. */
  readonly count: (id: number, by: number) => void
}

/** How long a change waits for others before the project is asked for again, in milliseconds. */
export const GATHER = 250

const counted = (view: ProjectView, id: number, by: number): ProjectView => ({
  ...view,
  classes: view.classes.map((one) => (one.id === id ? { ...one, labels: Math.max(0, one.labels + by) } : one)),
  counts: { ...view.counts, labeled: Math.max(0, view.counts.labeled + by), open: Math.max(0, view.counts.open - by) }
})

/** The project `first`, kept up to date from `server`. */
export const makeProject = (
  first: ProjectView,
  server: Server,
  wait: (ms: number) => Promise<void>
): Project => {
  const view = signal(first)
  const classes = computed(() => view.value.classes)
  const byId = computed(() => new Map(classes.value.map((one) => [one.id, one])))
  let gathering = false
  const refresh = async (): Promise<void> => {
    const found = await server.get<ProjectView>("/api/project").catch(() => undefined)
    if (found !== undefined && found.seq >= view.peek().seq) view.value = found
  }
  return {
    view,
    classes,
    byId,
    nameOf: (id) => (id === null || id === undefined ? "no class" : byId.value.get(id)?.name ?? `class ${id}`),
    refresh,
    touch: () => {
      if (gathering) return
      gathering = true
      void wait(GATHER).then(() => {
        gathering = false
        return refresh()
      })
    },
    learner: (learner) => {
      view.value = { ...view.peek(), learner }
    },
    count: (id, by) => {
      view.value = counted(view.peek(), id, by)
    }
  }
}
