/** What the page is shown of a {@link Room}. */
import { exportsFor } from "../../src/formats/format.ts"
import type { GridView, ItemView, MapView, ProjectView, ReviewView } from "../../src/server/wire.ts"
import type { Offer } from "../../src/session/offer.ts"
import { distance } from "./model.ts"
import type { Room } from "./room.ts"

const tags = {
  Open: "open",
  Skipped: "skipped",
  Labeled: "labeled",
  CannotTell: "cannotTell",
  Bad: "bad",
  Conflict: "conflict"
} as const

/** An item. */
export const itemView = ({ model, pool, session }: Room, { item, order, rank }: Offer): ItemView => {
  const status = session.status(item), heldOut = session.heldOut.has(item)
  return {
    item,
    id: pool.kind === "image" ? `${pool.name}/${String(item).padStart(5, "0")}.png` : String(item),
    order,
    rank: rank ?? null,
    why: order === "strategy" ? "the model is least sure of it" : null,
    width: pool.kind === "image" ? pool.side : null,
    height: pool.kind === "image" ? pool.side : null,
    text: pool.text(item),
    fields: pool.fields(item)?.slice() ?? null,
    suggestions: heldOut ? [] : (model()?.of(item).slice(0, 3).map((one) => ({ ...one, by: null })) ?? []),
    heldOut,
    status: tags[status._tag],
    class: status._tag === "Labeled" ? status.class : null,
    said: session.said(item).map(({ answer, at, who }) => ({ who, answer, at }))
  }
}

const chosen = (item: number): Offer => ({ item, order: "chosen" })

const interval = (right: number, of: number) => {
  const value = right / of, off = 1.96 * Math.sqrt((value * (1 - value) + 1 / of) / of)
  return { value, low: Math.max(0, value - off), high: Math.min(1, value + off) }
}

const forecastOf = ({ curve }: Room): ProjectView["outlook"]["forecast"] => {
  const last = curve.at(-1)
  if (curve.length < 5 || last === undefined || last.of === 0) return []
  const now = last.right / last.of
  return [1, 1.5, 2, 3, 4].map((by) => {
    const value = now + (0.97 - now) * (1 - 1 / by) * 0.6, off = 0.02 + 0.03 * (by - 1)
    return {
      labels: Math.round(last.labels * by),
      accuracy: { value, low: Math.max(0, value - off), high: Math.min(1, value + off) }
    }
  })
}

/** The project, as `who` sees it. */
export const projectView = (room: Room, who: string): ProjectView => {
  const { curve, pool, session } = room, model = room.model(), last = curve.at(-1)
  const measuring = session.measuring(), perClass = session.perClass()
  const measured = last !== undefined && last.of > 0 ? interval(last.right, last.of) : null
  const sample = [...session.anyOrder().slice(0, 400)]
  const given = sample.map((item) => model?.of(item)[0]!.class)
  const people = session.people().map((one) => ({
    who: one.who,
    answers: one.answers,
    at: one.at,
    here: one.who === who
  }))
  return {
    id: pool.name,
    name: pool.name,
    kind: pool.kind,
    size: pool.size,
    me: who,
    seq: session.seq(),
    strategy: session.strategy(),
    measure: session.created.measure,
    overlap: session.created.overlap,
    heldOut: session.heldOut.order.length,
    counts: session.counts(),
    classes: session.vocabulary().classes.map(({ id, key, name }) => ({
      id,
      name,
      key: key ?? null,
      labels: perClass.get(id) ?? 0,
      heldOut: measuring.classes.filter((one) => one === id).length,
      predicted: model === undefined ? null : given.filter((one) => one === id).length / sample.length
    })),
    people: people.some((one) => one.who === who) ? people : [...people, { who, answers: 0, at: 0, here: true }],
    agreement: null,
    undo: session.history.undoable(who)?.event._tag ?? null,
    redo: session.history.redoable(who)?.event._tag ?? null,
    learner: {
      doing: "idle",
      done: pool.size,
      total: pool.size,
      encoder: "pca(32) on pixels",
      advice: model === undefined ? "A pretrained encoder would tell more: --encoder dinov2" : null,
      model: model === undefined ? null : { number: model.number, labels: model.labels, ms: 12 },
      problem: null,
      sample: null
    },
    measured: {
      items: measuring.items.length,
      accuracy: measured,
      balancedAccuracy: measured === null ? null : { ...measured, value: measured.value * 0.97 },
      curve: [...curve]
    },
    outlook: {
      forecast: forecastOf(room),
      missing: forecastOf(room).length > 0 ? null : `A forecast needs five models; there are ${curve.length}.`,
      stop: false,
      reasons: model === undefined ? [] : [
        { name: "stable", stop: false, says: "the model changed its mind on 7 % of the held-out items" },
        { name: "sure", stop: true, says: "the model is sure of nine items in ten" }
      ]
    },
    exports: exportsFor(room.pool.kind)
  }
}

/** Items that look like one class. */
export const gridView = (
  room: Room,
  wanted: number | undefined,
  count: number,
  held: ReadonlySet<number>
): GridView => {
  const model = room.model(), { session } = room
  const open = [...session.anyOrder()].filter((item) =>
    session.said(item).length === 0 && !session.heldOut.has(item) && !held.has(item)
  ).slice(0, 1000)
  if (model === undefined) {
    return {
      class: null,
      title: "Drawn at random",
      items: open.slice(0, count).map((item) => itemView(room, chosen(item)))
    }
  }
  const by = Map.groupBy(open, (item) => model.of(item)[0]!.class)
  const [id, items] = wanted === undefined
    ? [...by].sort((a, b) => b[1].length - a[1].length)[0] ?? [undefined, []]
    : [wanted, by.get(wanted) ?? []]
  const sure = (item: number): number => model.of(item)[0]!.p
  return {
    class: id ?? null,
    title: "The model's surest",
    items: items.toSorted((a, b) => sure(b) - sure(a)).slice(0, count).map((item) => itemView(room, chosen(item)))
  }
}

/** Items to look at again. */
export const reviewView = (room: Room, by: string, id: number | undefined, from: number, count: number): ReviewView => {
  const { session } = room, model = room.model()
  const all = Array.from({ length: room.pool.size }, (_, item) => item)
  const p = (item: number, of: number): number => model?.of(item).find((one) => one.class === of)?.p ?? 0
  const labeled = all.flatMap((item) => {
    const status = session.status(item)
    return status._tag === "Labeled" ? [{ item, class: status.class, p: p(item, status.class) }] : []
  })
  const found = by === "disagreement"
    ? all.filter((item) => session.status(item)._tag === "Conflict").map((item) => ({ item, class: -1, p: 0 }))
    : labeled.filter((one) => (id === undefined || one.class === id) && (by !== "mistakes" || one.p < 0.5))
      .toSorted((a, b) => (by === "class" ? a.class - b.class || a.item - b.item : a.p - b.p))
  return {
    total: found.length,
    items: found.slice(from, from + count).map((one) => ({
      ...itemView(room, chosen(one.item)),
      reason: by === "disagreement" ? "people disagree" : `the model gives the label ${Math.round(one.p * 100)} %`
    }))
  }
}

/** The items that are most like one. */
export const similarTo = (room: Room, item: number, count: number): GridView => {
  const { pool } = room, far = (other: number): number => distance(pool, other, pool.features, item * pool.width)
  const items = Array.from({ length: pool.size }, (_, other) => other).filter((other) => other !== item)
    .map((other) => ({ other, far: far(other) })).sort((a, b) => a.far - b.far).slice(0, count)
    .map(({ other }) => itemView(room, chosen(other)))
  return { class: null, title: "Most alike first", items }
}

const codes = { Open: -1, CannotTell: -2, Bad: -3, Conflict: -4, Skipped: -5 } as const
const base64 = (list: ArrayBufferView): string =>
  Buffer.from(list.buffer, list.byteOffset, list.byteLength).toString("base64")

/** The pool's own layout, or two random directions. */
const pointsOf = ({ features, layout, size, width }: Room["pool"]): Float32Array => {
  const points = layout?.slice() ?? new Float32Array(size * 2)
  for (let i = 0; layout === undefined && i < size; i++) {
    for (let j = 0; j < width; j++) {
      points[2 * i]! += features[i * width + j]! * Math.cos(j * 0.37)
      points[2 * i + 1]! += features[i * width + j]! * Math.cos(j * 1.13 + 1)
    }
  }
  return points
}

/** Where the items lie, and what is known of each. */
export const mapView = (room: Room): MapView => {
  const { pool, session } = room, model = room.model(), { size } = pool, points = pointsOf(pool)
  const most = points.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-9)
  const codeOf = (item: number): number => {
    const status = session.status(item)
    return status._tag === "Labeled" ? status.class : codes[status._tag]
  }
  const of = (item: number) => (session.heldOut.has(item) ? undefined : model?.of(item)[0])
  return {
    kind: pool.layout === undefined ? "pca" : "umap",
    size,
    fitted: size,
    points: base64(points.map((value) => value / most)),
    labels: base64(Int32Array.from({ length: size }, (_, item) => codeOf(item))),
    predicted: base64(Int32Array.from({ length: size }, (_, item) => of(item)?.class ?? -1)),
    uncertainty: base64(Uint8Array.from({ length: size }, (_, item) => Math.round(255 * (1 - (of(item)?.p ?? 1))))),
    heldOut: base64(Uint8Array.from({ length: size }, (_, item) => Number(session.heldOut.has(item))))
  }
}
