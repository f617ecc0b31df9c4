/** Many items at once: all are taken for one class, the odd ones are dropped or get another. */
import { computed, type ReadonlySignal, signal } from "@preact/signals"
import type { Answer, GridView, ItemView } from "../wire.ts"
import type { Acts, World } from "./acts.ts"
import type { Project } from "./project.ts"
import type { Say } from "./say.ts"

/** How many items a grid has. */
export const GRID = 24

/** What is on the screen. `odd` are items that are not of the grid's class: with another class, or with none. */
export interface Sheet {
  readonly grid: GridView
  /** The class that is given: the suggested one, until the person takes another. */
  readonly class: number | null
  readonly odd: ReadonlyMap<number, number | null>
  readonly shownAt: number
}

/** Drops an item, or takes it in again. */
export const flipped = (sheet: Sheet, item: number): Sheet => {
  const odd = new Map(sheet.odd)
  if (odd.has(item)) odd.delete(item)
  else odd.set(item, null)
  return { ...sheet, odd }
}

/** Gives an item a class of its own; the grid's class takes it in again. */
export const apart = (sheet: Sheet, item: number, id: number): Sheet => {
  const odd = new Map(sheet.odd)
  if (id === sheet.class) odd.delete(item)
  else odd.set(item, id)
  return { ...sheet, odd }
}

/** Drops all, or takes all in again. */
export const flippedAll = (sheet: Sheet): Sheet => ({
  ...sheet,
  odd: sheet.odd.size === 0 ? new Map(sheet.grid.items.map(({ item }) => [item, null])) : new Map()
})

/** What is said of which items: the grid's class of those that stay, other classes of others; what is dropped stays open. */
export const groupsOf = (sheet: Sheet): ReadonlyArray<{ readonly items: Array<number>; readonly answer: Answer }> => {
  const byClass = new Map<number, Array<number>>()
  for (const { item } of sheet.grid.items) {
    const id = sheet.odd.has(item) ? sheet.odd.get(item)! : sheet.class
    if (id !== null) byClass.set(id, [...(byClass.get(id) ?? []), item])
  }
  return [...byClass].map(([id, items]) => ({ items, answer: { _tag: "Label", class: id } }))
}

/** See the functions. */
export interface Grid {
  readonly sheet: ReadonlySignal<Sheet | undefined>
  readonly busy: ReadonlySignal<boolean>
  /** The class that is asked for; undefined: the one that fits best. */
  readonly wanted: ReadonlySignal<number | undefined>
  readonly chosen: ReadonlySignal<number>
  readonly load: (wanted?: number) => void
  /** Asks for the class that fits best again. */
  readonly free: () => void
  readonly change: (f: (sheet: Sheet) => Sheet) => void
  readonly setClass: (id: number) => void
  /** Labels what is selected, and goes on. */
  readonly confirm: () => void
}

/** No grid yet. */
export const makeGrid = ({ now, server }: World, project: Project, acts: Acts, { say }: Say): Grid => {
  const sheet = signal<Sheet | undefined>(undefined),
    busy = signal(false),
    wanted = signal<number | undefined>(undefined)
  const dropped = new Set<number>()
  let asked = 0
  const show = (grid: GridView, held: ReadonlySet<number>): void => {
    const items = grid.items.filter(({ item }: ItemView) => !held.has(item)).slice(0, GRID)
    sheet.value = { grid: { ...grid, items }, class: grid.class, odd: new Map(), shownAt: now() }
  }
  const load = (id = wanted.peek()): void => {
    const mine = ++asked, held = new Set([...acts.unsaved(), ...dropped])
    wanted.value = id
    busy.value = true
    const of = id === undefined ? "" : `&class=${id}`
    void server.get<GridView>(`/api/grid?count=${GRID}${of}&held=${[...held].join(",")}`)
      .then(
        (grid) => {
          if (mine === asked) show(grid, new Set([...held, ...acts.unsaved()]))
        },
        (error: unknown) => say(`No grid: ${String(error)}`, "problem")
      ).finally(() => {
        if (mine === asked) busy.value = false
      })
  }
  const confirm = (): void => {
    const before = sheet.peek()
    if (before === undefined || before.grid.items.length === 0) return load()
    const groups = groupsOf(before).map(({ answer, items }) => ({ answer, items: [...items] }))
    const count = groups.reduce((sum, { items }) => sum + items.length, 0)
    for (const [item, id] of before.odd) if (id === null) dropped.add(item)
    if (groups.length === 0) {
      say(before.class === null ? "Choose a class first" : "Nothing is selected: the next ones")
      return before.class === null && before.odd.size < before.grid.items.length ? undefined : load()
    }
    const tally = (by: number): void =>
      groups.forEach(({ answer, items }) => {
        if (answer._tag === "Label") project.count(answer.class, by * items.length)
      })
    acts.answer({
      view: "grid",
      order: "chosen",
      ms: Math.max(0, Math.round(now() - before.shownAt)),
      suggested: before.grid.class,
      groups
    }, {
      view: "grid",
      what: `${count} items as ${
        groups.map(({ answer }) => (answer._tag === "Label" ? project.nameOf(answer.class) : "")).join(", ")
      }`,
      back: () => {
        asked++
        busy.value = false
        sheet.value = before
        tally(-1)
      },
      again: () => {
        tally(1)
        sheet.value = undefined
        load()
      },
      refused: () => {
        tally(-1)
        sheet.value = before
      },
      // The next ones are known when these are: what looks alike is ordered by the server.
      saved: () => load()
    })
    tally(1)
    say(`${count} labeled`)
    sheet.value = undefined
    busy.value = true
  }
  const change = (f: (sheet: Sheet) => Sheet): void => {
    if (sheet.peek() !== undefined) sheet.value = f(sheet.peek()!)
  }
  return {
    sheet,
    busy,
    wanted,
    chosen: computed(() => (sheet.value === undefined ? 0 : sheet.value.grid.items.length - sheet.value.odd.size)),
    load,
    free: () => {
      wanted.value = undefined
      load()
    },
    change,
    setClass: (id) => change((one) => ({ ...one, class: id })),
    confirm
  }
}
