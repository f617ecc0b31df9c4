/** The map of all items: what is known of each, what is looked at, what is selected. */
import { computed, type ReadonlySignal, signal } from "@preact/signals"
import type { MapView } from "../wire.ts"
import type { Acts, World } from "./acts.ts"
import { all, type Camera } from "./plane.ts"
import type { Project } from "./project.ts"
import type { Say } from "./say.ts"

/** The items, by position. */
export interface MapData {
  readonly kind: MapView["kind"]
  readonly size: number
  /** See `MapView`. */
  readonly fitted: number
  readonly points: Float32Array
  readonly labels: Int32Array
  readonly predicted: Int32Array
  readonly uncertainty: Uint8Array
  readonly heldOut: Uint8Array
}

/** What colors say. */
export const paints = { label: "Label", prediction: "Prediction", uncertainty: "Uncertainty" } as const

/** See {@link paints}. */
export type Paint = keyof typeof paints

/** Newer browsers read base64 by themselves, in a tenth of the time. */
interface FromBase64 {
  readonly fromBase64?: (base64: string) => Uint8Array<ArrayBuffer>
}

const bytes = (base64: string): Uint8Array<ArrayBuffer> => {
  const { fromBase64 } = Uint8Array as FromBase64
  if (fromBase64 !== undefined) return fromBase64(base64)
  const text = atob(base64), found = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) found[i] = text.charCodeAt(i)
  return found
}

/** What the server sent, as lists of numbers; others have their turn after each. */
export const dataOf = async (view: MapView, turn: () => Promise<unknown>): Promise<MapData> => {
  const next = async (base64: string): Promise<Uint8Array<ArrayBuffer>> => {
    await turn()
    return bytes(base64)
  }
  return {
    kind: view.kind,
    size: view.size,
    fitted: view.fitted,
    points: new Float32Array((await next(view.points)).buffer),
    labels: new Int32Array((await next(view.labels)).buffer),
    predicted: new Int32Array((await next(view.predicted)).buffer),
    uncertainty: await next(view.uncertainty),
    heldOut: await next(view.heldOut)
  }
}

/** Items of a selection that can be labeled or asked about: those without an answer that are not held out. */
export const openOf = ({ heldOut, labels }: MapData, selected: Uint32Array): Uint32Array =>
  selected.filter((item) => (labels[item] === -1 || labels[item] === -5) && heldOut[item] === 0)

/** Items by class, most first: of `labels` or of predictions, all of them or those selected; numbers below 0 are left out. */
export const tallied = (
  classes: Int32Array,
  selected?: Uint32Array
): ReadonlyArray<readonly [id: number, count: number]> => {
  const counts = new Map<number, number>()
  for (let i = 0; i < (selected ?? classes).length; i++) {
    const id = classes[selected === undefined ? i : selected[i]!]!
    if (id >= 0) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])
}

/** See the functions. */
export interface Maps {
  readonly data: ReadonlySignal<MapData | undefined>
  readonly problem: ReadonlySignal<string | undefined>
  readonly paint: ReadonlySignal<Paint>
  readonly camera: ReadonlySignal<Camera>
  readonly selected: ReadonlySignal<Uint32Array>
  /** Of the selected, those that can be labeled or asked about. */
  readonly open: ReadonlySignal<Uint32Array>
  readonly load: () => void
  /** A better one is there: loads it, if one was asked for. */
  readonly again: () => void
  readonly setPaint: (paint: Paint) => void
  readonly look: (f: (camera: Camera) => Camera) => void
  readonly select: (items: Uint32Array) => void
  readonly label: (id: number) => void
  readonly ask: () => void
}

/** More items than this are not labeled or queued in one act. */
export const MOST = 5000

/** No map yet. */
export const makeMaps = ({ now, server, wait }: World, project: Project, acts: Acts, { say }: Say): Maps => {
  const data = signal<MapData | undefined>(undefined), problem = signal<string | undefined>(undefined)
  const paint = signal<Paint>("label"), camera = signal(all), selected = signal<Uint32Array>(new Uint32Array(0))
  const open = computed(() => (data.value === undefined ? new Uint32Array(0) : openOf(data.value, selected.value)))
  let since = now(), asked = 0, shown = 0
  const load = (): void => {
    const mine = ++asked
    void server.get<MapView>("/api/map").then(
      async (view) => {
        const found = view.size === 0 ? undefined : await dataOf(view, () => wait(0))
        // An earlier answer that comes late is older.
        if (mine < shown) return
        shown = mine
        problem.value = found === undefined ? "The map comes when the items are read." : undefined
        data.value = found
      },
      (error: unknown) => {
        problem.value = error instanceof Error ? error.message : String(error)
      }
    )
  }
  const mark = (items: ReadonlyArray<number>, code: (item: number) => number): void => {
    const known = data.peek()
    if (known === undefined) return
    const labels = known.labels.slice()
    for (const item of items) labels[item] = code(item)
    data.value = { ...known, labels }
  }
  const taken = (): ReadonlyArray<number> | undefined => {
    const items = [...open.peek()]
    if (items.length > 0 && items.length <= MOST) return items
    say(items.length === 0 ? "Nothing that is selected is open" : `Select at most ${MOST} open items`)
    return undefined
  }
  const label = (id: number): void => {
    const items = taken(), before = data.peek()?.labels
    if (items === undefined || before === undefined) return
    const mine = selected.peek()
    const put = (): void => {
      mark(items, () => id)
      project.count(id, items.length)
    }
    const back = (): void => {
      mark(items, (item) => before[item]!)
      project.count(id, -items.length)
      selected.value = mine
    }
    acts.answer({
      view: "map",
      order: "chosen",
      ms: Math.max(0, Math.round(now() - since)),
      suggested: null,
      groups: [{ items: [...items], answer: { _tag: "Label", class: id } }]
    }, { view: "map", what: `${items.length} items as ${project.nameOf(id)}`, back, again: put, refused: back })
    put()
    say(`${items.length} labeled ${project.nameOf(id)}`)
    selected.value = new Uint32Array(0)
  }
  return {
    data,
    problem,
    paint,
    camera,
    selected,
    open,
    load,
    again: () => {
      if (data.peek() !== undefined || problem.peek() !== undefined) load()
    },
    setPaint: (next) => {
      paint.value = next
    },
    look: (f) => {
      camera.value = f(camera.peek())
    },
    select: (items) => {
      since = now()
      selected.value = items
    },
    label,
    ask: () => {
      const items = taken()
      if (items === undefined) return
      acts.post("/api/queue", { items }, { view: "map", what: `${items.length} items to be asked next` })
      say(`${items.length} items are asked about next`)
    }
  }
}
