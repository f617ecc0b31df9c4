/** The label view: one item after the other. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals"
import type { Answer, ItemView } from "../wire.ts"
import type { Acts, World } from "./acts.ts"
import type { Project } from "./project.ts"
import { answered, chosen, empty, filled, LOW, overtaken, type Queue, renewed, restored, STORE } from "./queue.ts"
import type { Say } from "./say.ts"
import type { Settings } from "./settings.ts"

/** See the functions. */
export interface Labeling {
  readonly queue: ReadonlySignal<Queue>
  /** The items before, shown when the next one is painted. */
  readonly before: ReadonlySignal<Queue["past"]>
  readonly current: ReadonlySignal<ItemView | undefined>
  /** The item whose picture is in front: that of `current`, and told before anything else of an answer is done. */
  readonly front: ReadonlySignal<number | undefined>
  /** `asking`: the first items are on their way; `away`: the server does not answer; `done`: there is nothing left. */
  readonly state: ReadonlySignal<"asking" | "away" | "done" | "ready">
  /** The class that the model suggests for the item on the screen, where it is shown. */
  readonly suggested: ReadonlySignal<ItemView["suggestions"][number] | undefined>
  /** Answers `item`: by default the one on the screen. */
  readonly answer: (answer: Answer, item?: ItemView) => void
  /** Looks at an item again. */
  readonly show: (item: number) => void
  /** Makes sure that there are items ahead. */
  readonly fill: () => Promise<void>
  /** A new order is there. */
  readonly renew: () => void
  readonly overtake: (items: ReadonlyArray<number>) => void
}

/** What an answer is, for people. */
export const spoken = (answer: Answer, nameOf: Project["nameOf"]): string => {
  switch (answer._tag) {
    case "Label":
      return nameOf(answer.class)
    case "Skip":
      return "skipped"
    case "CannotTell":
      return "cannot tell"
    case "Bad":
      return "bad item"
    case "Clear":
      return "taken back"
  }
}

const suggestedFor = (item: ItemView | undefined, { suggestion }: Settings) =>
  suggestion && item !== undefined && !item.heldOut ? item.suggestions[0] : undefined

/** Why an item is shown, in words. */
export const reasonOf = ({ order, rank, why }: ItemView): string => {
  const reasons: Record<ItemView["order"], string> = {
    measure: "held out: drawn at random, to measure the model; never learned from",
    strategy: rank === null ? "the strategy's choice" : `the strategy's choice no. ${rank}`,
    random: "drawn at random",
    overlap: "a second opinion on someone else's label",
    queue: "asked for by hand",
    skipped: "skipped before",
    chosen: "chosen by hand"
  }
  return why === null ? reasons[order] : `${reasons[order]}: ${why}`
}

/** No items yet. */
export const makeLabeling = (
  { later, now, server, wait }: World,
  project: Project,
  acts: Acts,
  { whisper }: Say,
  settings: Signal<Settings>
): Labeling => {
  const queue = signal<Queue>(empty),
    front = signal<number | undefined>(undefined),
    before = signal<Queue["past"]>([]),
    asking = signal(false),
    away = signal(false),
    dry = signal(false)
  const current = computed(() => queue.value.ahead[0])
  let shownAt = now(), shown = -1, generation = 0

  const set = (next: Queue): void => {
    front.value = next.ahead[0]?.item
    queue.value = next
    later(() => {
      before.value = queue.peek().past
    })
    const item = next.ahead[0]?.item ?? -1
    if (item !== shown) {
      shown = item
      shownAt = now()
    }
    if (next.ahead.length === 0) void fill()
    else if (next.ahead.length < LOW) later(() => void fill())
  }
  const fill = async (): Promise<void> => {
    const count = STORE - queue.peek().ahead.length
    // Who asked to fill it may have waited until a picture was painted: another has filled it meanwhile.
    if (asking.peek() || count <= 0) return
    asking.value = true
    const mine = generation
    const held = [...new Set([...queue.peek().ahead.map(({ item }) => item), ...acts.unsaved()])]
    try {
      const more = await server.get<ReadonlyArray<ItemView>>(`/api/next?count=${count}&held=${held.join(",")}`)
      away.value = false
      asking.value = false
      if (mine !== generation) return await fill()
      const answeredNow = acts.unsaved()
      const next = filled(queue.peek(), more, (item) => answeredNow.has(item))
      dry.value = more.length === 0
      if (next.ahead.length > queue.peek().ahead.length) set(next)
    } catch {
      away.value = true
      asking.value = false
      void wait(2000).then(fill)
    }
  }
  const step = (item: ItemView, answer: Answer, nonce: string): void => {
    set(answered(queue.peek(), item, answer, nonce))
    if (answer._tag === "Label") later(() => project.count(answer.class, 1))
  }
  const back = (answer: Answer, nonce: string): void => {
    set(restored(queue.peek(), nonce))
    if (answer._tag === "Label") later(() => project.count(answer.class, -1))
  }
  const answer = (given: Answer, item = current.peek()): void => {
    if (item === undefined) return
    // The picture first: what follows takes longer than to change it.
    front.value = queue.peek().ahead.find((one) => one.item !== item.item)?.item
    const what = `${spoken(given, project.nameOf)}, item ${item.id}`
    const nonce = acts.answer({
      view: item.order === "chosen" ? "review" : "one",
      order: item.order,
      ms: Math.max(0, Math.round(now() - shownAt)),
      suggested: suggestedFor(item, settings.peek())?.class ?? null,
      groups: [{ items: [item.item], answer: given }]
    }, {
      view: "label",
      what,
      back: (name) => back(given, name),
      again: (name) => step(item, given, name),
      refused: (name) => back(given, name),
      saved: () => {
        if (queue.peek().ahead.length < LOW) void fill()
      }
    })
    step(item, given, nonce)
    later(() => whisper(`${spoken(given, project.nameOf)}. ${nextWords(queue.peek().ahead[0])}`))
  }
  const show = (item: number): void => {
    void server.get<ItemView>(`/api/items/${item}`).then(
      (found) => set(chosen(queue.peek(), { ...found, order: "chosen" })),
      () => {}
    )
  }
  return {
    queue,
    before,
    current,
    front,
    suggested: computed(() => suggestedFor(current.value, settings.value)),
    state: computed(() =>
      current.value !== undefined ? "ready" : away.value ? "away" : dry.value && !asking.value ? "done" : "asking"
    ),
    answer,
    show,
    fill,
    renew: () => {
      generation++
      set(renewed(queue.peek()))
    },
    overtake: (items) => set(overtaken(queue.peek(), new Set(items)))
  }
}

const nextWords = (item: ItemView | undefined): string =>
  item === undefined ? "No item is left" : `Next: item ${item.id}, ${reasonOf(item)}`
