/**
 * The work itself: choosing items and telling what they are, over a pool in memory.
 */
import { Classifier } from "@marginalia/core/Classifier"
import { Notices } from "@marginalia/core/Notices"
import * as Query from "@marginalia/core/Query"
import type { Registry } from "@marginalia/core/Registry"
import type { Selection } from "@marginalia/core/Selection"
import * as Strategy from "@marginalia/core/Strategy"
import { numbered } from "@marginalia/datasets/dataset"
import { readMetadata } from "@marginalia/datasets/files/metadata"
import { UsageProblem } from "@marginalia/datasets/problems"
import { columnsOf, readWhere } from "@marginalia/datasets/where"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import { groupsOf } from "@marginalia/experiments/selection/columns"
import { readScope } from "@marginalia/experiments/selection/scope"
import * as Effect from "effect/Effect"
import { needsPrototypes } from "../learner/choose.ts"
import { seenOf } from "../learner/classes.ts"
import { fitHead } from "../learner/head/fit.ts"
import { classifierOf, probabilityOf } from "../learner/head/predict.ts"
import { readVectors, type Vectors } from "./grouped.ts"
import type { Choose, Guess, KnownLabels, Open, Opened, Work } from "./protocol.ts"

interface Held {
  /** What strategies may speak of. */
  readonly registry: Registry
  readonly whole: Vectors
  readonly asked: Open
  readonly read: Effect.Success<ReturnType<typeof readVectors>>
}

const modelOf = Effect.fnUntraced(
  function*({ matrix, scaling }: Vectors, { items, labels }: KnownLabels, separated: boolean) {
    const seen = seenOf(items, labels)
    if (seen.classes < 2) return undefined
    const head = yield* fitHead(matrix, seen, scaling, { separated })
    return { head, seen, probability: yield* probabilityOf(matrix, head) }
  }
)

const pickOf = ({ id, position, rank, score, why }: Selection["picks"][number]) => ({ id, position, rank, score, why })

/** The items of which a condition holds: all without one. */
const holding = Effect.fnUntraced(
  function*({ asked: { idColumn, metadata, path }, read: { first, texts } }: Held, asked: string) {
    const where = yield* readWhere(asked), { columnNames, ids, matrix } = first
    const own = metadata === undefined ? yield* texts(columnsOf(where)) : undefined
    const { candidates } = yield* readScope(
      { where: asked, metadata },
      { path, ids, matrix, columnNames, texts: own, idColumn },
      where
    )
    return candidates
  }
)

const candidatesOf = Effect.fnUntraced(
  function*(held: Held, { exclude, known: { declined, items }, only, where }: Choose) {
    const among = where === undefined ? undefined : yield* holding(held, where), size = held.whole.matrix.rows
    const out = new Set([...items, ...declined, ...exclude]), within = among === undefined ? undefined : new Set(among)
    return (only?.toSorted() ?? Uint32Array.from({ length: size }, (_, i) => i)).filter((item) =>
      !out.has(item) && within?.has(item) !== false
    )
  }
)

const choose = Effect.fnUntraced(function*(held: Held, asked: Choose) {
  const { budget, include, known, seed, strategy: text } = asked
  const strategy = yield* Strategy.read(text, held.registry), { items } = known
  const { groups, ...vectors } = yield* held.read.by(groupsOf(strategy))
  const model = yield* modelOf({ ...vectors, groups }, known, yield* needsPrototypes(text, held.registry))
  const candidates = yield* candidatesOf(held, asked)
  const settings = {
    pool: vectors.pool,
    ...groups,
    labeled: items,
    candidates,
    budget,
    seed,
    ...(include.length === 0 ? {} : { include })
  }
  const query = (yield* model === undefined
    ? Query.make({ ...settings, labels: known.labels } as Query.Input)
    : Query.make(
      { ...settings, labels: model.seen.labels, probability: model.probability } as Query.Input
    )) as Query.Any
  const selecting = Strategy.runAny(strategy, query)
  const selection = yield* model === undefined
    ? selecting
    : Effect.provideService(selecting, Classifier, classifierOf(vectors.matrix, model.head, model.probability, seed))
  const trace = selection.trace.map(({ candidates: left, milliseconds, notes, status, step }) => ({
    step,
    status,
    candidates: left,
    milliseconds,
    notes
  }))
  return { strategy: selection.strategy, seed, labels: items.length, picks: selection.picks.map(pickOf), trace }
})

const guess = Effect.fnUntraced(function*(held: Held, { items, known }: Guess) {
  const model = yield* modelOf(held.whole, known, false)
  if (model === undefined) {
    return yield* new UsageProblem({
      problem: "there is no model: labels of fewer than two classes are known",
      hint: "tell some first",
      reason: "TooFew",
      value: new Set(known.labels).size,
      expected: 2
    })
  }
  const { probability: { cols, data }, seen } = model
  const rows = items === undefined ? Array.from({ length: held.whole.matrix.rows }, (_, i) => i) : [...items]
  return {
    labels: known.items.length,
    classes: seen.of,
    rows,
    probability: rows.map((row) => Array.from(data.subarray(row * cols, (row + 1) * cols)))
  }
})

const doing = Effect.fnUntraced(function*(held: Held, work: Work) {
  const value: unknown = work._tag === "Choose" ? yield* choose(held, work) : yield* guess(held, work)
  return value
})

/** What plugins take the place of, said with what the pool's reader has to say. */
const readParts = Effect.fnUntraced(function*(plugins: ReadonlyArray<string>) {
  const lines: Array<string> = []
  const say = (line: string) => Effect.sync(() => void lines.push(line.replace(/^note: /, "")))
  const { registry } = yield* Effect.provideService(readRegistry(plugins), Notices, { say })
  return { registry, lines }
})

/** Reads a pool and holds it; gives what is said of it, and what works on it. Fails as plugins and the readers of pools do. */
export const openPool = Effect.fn("studio.openPool")(function*(asked: Open) {
  const { lines, registry } = yield* readParts(asked.plugins ?? [])
  const read = yield* readVectors(asked), { first: { ids, matrix, notes, sha256 }, whole } = read
  // A table that cannot be read is told at the start, and not by the first request that needs it.
  if (asked.metadata !== undefined) {
    yield* readMetadata(asked.metadata, [], { ids, rows: matrix.rows, idColumn: asked.idColumn })
  }
  const held: Held = { registry, whole, asked, read }
  const opened: Opened = {
    _tag: "Opened",
    ids: ids ?? numbered(matrix.rows),
    width: matrix.cols,
    sha256,
    notes: [...lines, ...notes.map(String)]
  }
  return { opened, work: (work: Work) => doing(held, work) }
})
