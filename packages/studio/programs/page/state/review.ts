/** Looking again at what was labeled. */
import { type ReadonlySignal, signal } from "@preact/signals"
import type { Answer, ItemView, ReviewView } from "../wire.ts"
import type { Acts, World } from "./acts.ts"
import { spoken } from "./label.ts"
import { patiently } from "./patient.ts"
import type { Project } from "./project.ts"
import type { Say } from "./say.ts"

/** The orders in which one can look again. */
export const orders = {
  mistakes: "Likely mistakes",
  confidence: "Least certain first",
  class: "By class",
  disagreement: "Disagreement"
} as const

/** See {@link orders}. */
export type By = keyof typeof orders

/** An item to look at again, and what was said of it since. */
export type Line = ReviewView["items"][number] & { readonly now?: Answer }

/** How many items are fetched at once. */
export const PAGE = 60

/** See the functions. */
export interface Review {
  readonly by: ReadonlySignal<By>
  /** Only items of this class. */
  readonly only: ReadonlySignal<number | undefined>
  readonly total: ReadonlySignal<number>
  readonly lines: ReadonlySignal<ReadonlyArray<Line>>
  readonly busy: ReadonlySignal<boolean>
  /** Why there is no list yet, in the server's words. */
  readonly waiting: ReadonlySignal<string | undefined>
  readonly load: (by?: By, only?: number) => void
  /** Nobody looks any more: what is not there yet is not waited for. */
  readonly leave: () => void
  readonly more: () => void
  readonly answer: (item: ItemView, answer: Answer) => void
}

/** Nothing was looked at yet. */
export const makeReview = (world: World, project: Project, acts: Acts, { say, whisper }: Say): Review => {
  const { now } = world, waiting = signal<string | undefined>(undefined)
  const by = signal<By>("mistakes"), only = signal<number | undefined>(undefined)
  const lines = signal<ReadonlyArray<Line>>([]), total = signal(0), busy = signal(false)
  let asked = 0, since = now()
  const fetchFrom = (from: number, mine: number): void => {
    busy.value = true
    const of = only.peek() === undefined ? "" : `&class=${only.peek()}`
    void patiently<ReviewView>(world, {
      path: `/api/review?by=${by.peek()}${of}&from=${from}&count=${PAGE}`,
      isWanted: () => mine === asked,
      waits: (problem) => (waiting.value = problem)
    }).then(
      (found) => {
        if (mine !== asked || found === undefined) return
        const there = new Set(lines.peek().map(({ item }) => item))
        total.value = found.total
        lines.value = [...lines.peek(), ...found.items.filter(({ item }) => !there.has(item))]
        since = now()
      },
      (error: unknown) => say(`No list: ${error instanceof Error ? error.message : String(error)}`, "problem")
    ).finally(() => {
      if (mine !== asked) return
      busy.value = false
      waiting.value = undefined
    })
  }
  const mark = (item: number, answer: Answer | undefined): void => {
    lines.value = lines.peek().map((line) => {
      if (line.item !== item) return line
      const { now: _, ...rest } = line
      return answer === undefined ? rest : { ...rest, now: answer }
    })
  }
  return {
    by,
    only,
    total,
    lines,
    busy,
    waiting,
    leave: () => {
      asked++
      busy.value = false
      waiting.value = undefined
    },
    load: (order = by.peek(), id) => {
      by.value = order
      only.value = id
      lines.value = []
      waiting.value = undefined
      fetchFrom(0, ++asked)
    },
    more: () => {
      if (!busy.peek() && lines.peek().length < total.peek()) fetchFrom(lines.peek().length, asked)
    },
    answer: (item, answer) => {
      const before = lines.peek().find((line) => line.item === item.item)?.now
      const what = `${spoken(answer, project.nameOf)}, item ${item.id}`
      acts.answer({
        view: by.peek() === "disagreement" ? "adjudicate" : "review",
        order: "chosen",
        ms: Math.max(0, Math.round(now() - since)),
        suggested: null,
        groups: [{ items: [item.item], answer }]
      }, {
        view: "review",
        what,
        back: () => mark(item.item, before),
        again: () => mark(item.item, answer),
        refused: () => mark(item.item, before)
      })
      since = now()
      mark(item.item, answer)
      whisper(what)
    }
  }
}
