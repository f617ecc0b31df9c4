/**
 * A project in memory, for tests of the page: the real session, a small model, no disk. Everything but the model is as the
 * server has it.
 */
import type { Live, Saved } from "../../src/server/wire.ts"
import { problemOf } from "../../src/session/check.ts"
import type { Act } from "../../src/session/event.ts"
import { offersFor } from "../../src/session/offer.ts"
import { makeSession, type Session } from "../../src/session/session.ts"
import { type Model, train } from "./model.ts"
import type { Pool } from "./pool.ts"

/** What is asked of a person's act; `who` is added. */
export type Asked = Act extends infer A ? A extends Act ? Omit<A, "who"> : never : never

/** See the functions. */
export interface Room {
  readonly pool: Pool
  readonly session: Session
  readonly model: () => Model | undefined
  readonly curve: ReadonlyArray<{ readonly labels: number; readonly right: number; readonly of: number }>
  /** Does an act once; gives what is wrong with it, or what was written. */
  readonly act: (who: string, act: Asked) => Saved | string
  readonly next: (who: string, count: number, held: ReadonlyArray<number>) => ReturnType<typeof offersFor>
  readonly learn: () => void
  /** Called with what the page is told by itself. */
  readonly listeners: Set<(live: Live) => void>
}

/** Learns after so many labels. */
const EVERY = 10

/** A project that nobody worked on. */
export const makeRoom = (
  pool: Pool,
  { classes = pool.classes, measure = 0.2, overlap = 0 }: {
    readonly classes?: ReadonlyArray<string>
    readonly measure?: number
    readonly overlap?: number
  } = {}
): Room => {
  const session = makeSession({
    _tag: "Created",
    version: 1,
    size: pool.size,
    ids: pool.name,
    classes,
    strategy: "typiclust",
    encoder: "pca",
    measure,
    overlap,
    seed: 1
  })
  const listeners = new Set<(live: Live) => void>(), curve: Array<Room["curve"][number]> = []
  let model: Model | undefined, seq = session.seq()
  const tell = (live: Live): void => listeners.forEach((listener) => listener(live))
  const write = (event: Parameters<Session["apply"]>[0]["event"]): ReadonlyArray<number> =>
    session.apply({ seq: ++seq, at: 1_700_000_000_000 + seq * 1000, event })

  const learn = (): void => {
    const { classes: labels, items } = session.training()
    if (new Set(labels).size < 2) return
    model = train(pool, (model?.number ?? 0) + 1, items, labels)
    const { of } = model, sure = (item: number): number => of(item)[0]!.p
    const open = [...session.anyOrder()].filter((item) => session.said(item).length === 0 && !session.heldOut.has(item))
    const measuring = session.measuring()
    const right = measuring.items.filter((item, i) => of(item)[0]!.class === measuring.classes[i]).length
    curve.push({ labels: items.length, right, of: measuring.items.length })
    write({
      _tag: "Trained",
      model: model.number,
      upTo: session.seq(),
      labels: items.length,
      classes: [...model.classes],
      strategy: session.strategy(),
      order: open.slice(0, 200).sort((a, b) => sure(a) - sure(b)).slice(0, 40),
      heldOut: [],
      uncertainty: null,
      changed: null,
      ms: 12
    })
    tell({ _tag: "Model", number: model.number, labels: items.length, sample: null })
  }
  const act = (who: string, asked: Asked): Saved | string => {
    const made = session.history.made(asked.nonce)
    if (made !== undefined) return { seq: made.seq, items: [] }
    const event = { ...asked, who } as Act
    const problem = problemOf(session, event)
    if (problem !== undefined) return problem
    const items = [...write(event)]
    tell({ _tag: "Changed", seq, who, items })
    if (session.training().items.length >= (model?.labels ?? 0) + EVERY) learn()
    return { seq, items }
  }
  return {
    pool,
    session,
    model: () => model,
    curve,
    act,
    next: (who, count, held) => offersFor(session, { who, count, held, isLent: () => false }),
    learn,
    listeners
  }
}
