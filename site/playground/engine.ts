/** Answers the page's questions: the library itself, in the reader's browser. */
import { Registry, selectAny, type Selection, Strategy, type Trace } from "@marginalia/core"
import { registry } from "@marginalia/strategies"
import { remarksOf } from "./alike.ts"
import { controlsOf, edited } from "./controls.ts"
import type { Pool } from "./pool.ts"
import type { Ask, Hello, Step, Told } from "./protocol.ts"

const round = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value).replace("Infinity", "∞")

/** Why an item was picked, in a line. */
export const whyOf = ({ branch, cluster, scores }: Trace.Why): string =>
  [
    ...(branch === undefined ? [] : [branch]),
    ...(cluster === undefined
      ? []
      : [`cluster of ${cluster.size}, ${cluster.labeled === 0 ? "none" : cluster.labeled} labeled`]),
    ...scores.map(({ name, rank, value, of }) => `${name} ${round(value)}, ${rank} of ${of}`)
  ].join("; ")

const stepOf = ({ candidates, notes, status, step }: Trace.Entry): Step => ({
  text: step,
  left: candidates,
  status,
  notes: Object.entries(notes).map(([name, value]) => `${name} ${typeof value === "number" ? round(value) : value}`)
    .join(", ")
})

/** The classes of the labeled; none where one of them is not known, so that it counts as a label all the same. */
const labelsOf = ({ shown: { truth } }: Pool, labeled: ReadonlyArray<number>) => {
  const labels = labeled.map((at) => truth[at]!)
  return labels.includes(-1) ? {} : { labels }
}

const ask = async (pools: ReadonlyArray<Pool>, { budget, edit, labeled, pool: name, seed, text }: Ask) => {
  const pool = pools.find(({ shown }) => shown.name === name) ?? pools[0]!
  const first = Strategy.readUnsafe(text, registry)
  const strategy = edit === undefined ? first : Strategy.readUnsafe(edited(first, registry, edit), registry)
  const columns = pool.columns(Strategy.needs(strategy), labeled)
  const selection: Selection = await selectAny(strategy, {
    ...columns,
    size: pool.shown.points.length,
    labeled,
    ...labelsOf(pool, labeled),
    ...(pool.classes > 0 ? { classes: pool.classes } : {}),
    declined: (pool.declined ?? []).filter((at) => !labeled.includes(at)),
    budget,
    seed,
    clamp: true
  })
  return {
    ok: true,
    text: Strategy.text(strategy),
    picks: selection.picks.map(({ position, score, why }) => ({
      position,
      why: whyOf(why) || `score ${round(score)}`
    })),
    remarks: remarksOf(selection, columns, labeled.length),
    trace: selection.trace.map(stepOf),
    controls: controlsOf(strategy, registry)
  } as const
}

/** What answers: says what there is, and then an answer a question; what the library refuses is an answer too. */
export const makeEngine = (pools: ReadonlyArray<Pool>, now: () => number) => {
  const hello: Hello = {
    pools: pools.map(({ shown }) => shown),
    names: Registry.all(registry).map(({ kind, name, summary }) => ({ kind, name, summary }))
  }
  const answer = async (question: Ask): Promise<Told> => {
    const start = now()
    try {
      return { n: question.n, ...await ask(pools, question), ms: now() - start }
    } catch (error) {
      return {
        n: question.n,
        ok: false,
        problem: error instanceof Error ? error.message : String(error),
        ms: now() - start
      }
    }
  }
  return { hello, answer }
}
