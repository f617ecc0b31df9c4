/** The project as the server tells it, and as it will tell it when what was just done is written. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals"
import type { Server } from "../net/server.ts"
import type { ClassView, LearnerView, ProjectView } from "../wire.ts"
import { shared } from "./shared.ts"

/** The project. */
export interface Project {
  readonly view: ReadonlySignal<ProjectView>
  /** The parts of the view, each of which changes by itself: who looks at one does not look again when another changes. */
  readonly parts: { readonly [K in keyof ProjectView]: ReadonlySignal<ProjectView[K]> }
  readonly classes: ReadonlySignal<ReadonlyArray<ClassView>>
  /** The classes without their numbers, which change with every label. */
  readonly named: ReadonlySignal<ReadonlyArray<NamedClass>>
  readonly nameOf: (id: number | null | undefined) => string
  /** Asks again soon; many calls make one question. */
  readonly touch: () => void
  /** Asks again now. */
  readonly refresh: () => Promise<void>
  readonly learner: (learner: LearnerView) => void
  /** Counts `by` more labels of a class, until the server is asked. */
  readonly count: (id: number, by: number) => void
}

/** A class, as it is called and chosen. */
export type NamedClass = Pick<ClassView, "id" | "key" | "name">

/** How long a change waits for others before the project is asked for again, in milliseconds. */
export const GATHER = 250

const counted = (view: ProjectView, id: number, by: number): ProjectView => ({
  ...view,
  classes: view.classes.map((one) => (one.id === id ? { ...one, labels: Math.max(0, one.labels + by) } : one)),
  counts: { ...view.counts, labeled: Math.max(0, view.counts.labeled + by), open: Math.max(0, view.counts.open - by) }
})

const partsOf = (view: Signal<ProjectView>): Project["parts"] =>
  Object.fromEntries(
    (Object.keys(view.peek()) as ReadonlyArray<keyof ProjectView>).map((key) => [key, computed(() => view.value[key])])
  ) as unknown as Project["parts"]

/** The project `first`, kept up to date from `server`. */
export const makeProject = (
  first: ProjectView,
  server: Server,
  wait: (ms: number) => Promise<void>
): Project => {
  const view = signal(first), { classes, ...parts } = partsOf(view)
  let last: ReadonlyArray<NamedClass> = []
  const named = computed(() => (last = shared(last, classes.value.map(({ id, key, name }) => ({ id, key, name })))))
  const names = computed(() => new Map(named.value.map(({ id, name }) => [id, name])))
  const set = (next: ProjectView): void => {
    view.value = shared(view.peek(), next)
  }
  let gathering = false
  const refresh = async (): Promise<void> => {
    const found = await server.get<ProjectView>("/api/project").catch(() => undefined)
    if (found !== undefined && found.seq >= view.peek().seq) set(found)
  }
  return {
    view,
    parts: { classes, ...parts },
    classes,
    named,
    nameOf: (id) => (id === null || id === undefined ? "no class" : names.value.get(id) ?? `class ${id}`),
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
      set({ ...view.peek(), learner })
    },
    count: (id, by) => {
      set(counted(view.peek(), id, by))
    }
  }
}
