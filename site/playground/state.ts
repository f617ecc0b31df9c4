/** What the page knows, and what it asks when something changes. */
import { batch, computed, effect, signal } from "@preact/signals"
import type { Ask, Control, Hello, Told } from "./protocol.ts"

/** The worker as the page sees it. */
export interface Line {
  readonly send: (question: Ask) => void
  readonly hear: (
    on: {
      readonly hello: (hello: Hello) => void
      readonly told: (told: Told) => void
      /** It cannot begin. */
      readonly failed: (why: string) => void
    }
  ) => void
}

/** How long an answer may take before the page says that it waits, in milliseconds. */
const PATIENCE = 300

/** The page's state: what is asked, and the last answer. */
export const makeState = (line: Line, patience = PATIENCE) => {
  const hello = signal<Hello | undefined>(undefined)
  const pool = signal(""), text = signal("typiclust"), budget = signal(10), seed = signal(0)
  const labeled = signal<ReadonlyArray<number>>([])
  const answer = signal<(Told & { readonly ok: true }) | undefined>(undefined)
  const problem = signal<string | undefined>(undefined)
  const ms = signal(0), marked = signal<number | undefined>(undefined)
  const slow = signal(false), isOld = computed(() => slow.value || problem.value !== undefined)
  let n = 0, timer: ReturnType<typeof setTimeout> | undefined
  let edit: Ask["edit"]

  const waits = (): void => {
    timer ??= setTimeout(() => {
      slow.value = true
    }, patience)
  }
  const waited = (): void => {
    clearTimeout(timer)
    timer = undefined
    slow.value = false
  }

  line.hear({
    hello: (said) => {
      const [first] = said.pools
      batch(() => {
        pool.value = first?.name ?? ""
        labeled.value = first?.labeled ?? []
        hello.value = said
      })
    },
    failed: (why) => {
      waited()
      problem.value = why
    },
    told: (told) => {
      if (told.n !== n) return
      waited()
      ms.value = told.ms
      problem.value = told.ok ? undefined : told.problem
      if (!told.ok) return
      answer.value = told
      if (edit !== undefined) {
        edit = undefined
        text.value = told.text
      }
    }
  })

  const ask = (): void => {
    n += 1
    const question = {
      n,
      pool: pool.value,
      text: text.value,
      budget: budget.value,
      seed: seed.value,
      labeled: labeled.value
    }
    waits()
    line.send(edit === undefined ? question : { ...question, edit })
  }

  effect(() => {
    if (hello.value !== undefined) ask()
  })

  const shown = computed(() => hello.value?.pools.find(({ name }) => name === pool.value))

  return {
    hello,
    pool,
    text,
    budget,
    seed,
    labeled,
    answer,
    problem,
    /** The answer takes long. */
    slow,
    /** The picks that are shown are those of an earlier question. */
    isOld,
    ms,
    marked,
    shown,
    /** Another pool, with the labels that it has at first. */
    take: (name: string): void => {
      const found = hello.value?.pools.find((one) => one.name === name)
      answer.value = undefined
      labeled.value = found?.labeled ?? []
      pool.value = name
    },
    /** Changes an option, and asks. */
    turn: ({ option, part }: Control, value: number | string | boolean): void => {
      edit = { part, option, value }
      ask()
    },
    /** The picks get their labels; the next batch is asked for. */
    label: (): void => {
      const picks = answer.value?.picks.map(({ position }) => position) ?? []
      labeled.value = [...new Set([...labeled.value, ...picks])].toSorted((a, b) => a - b)
    },
    /** No labels. */
    forget: (): void => {
      labeled.value = []
    },
    /** Labels as at first. */
    reset: (): void => {
      labeled.value = shown.value?.labeled ?? []
    }
  }
}

/** The state of a page. */
export type State = ReturnType<typeof makeState>
