/**
 * The longest turns of the labeling server's loop, without HTTP: what it computes itself when a model is there, when labels
 * come, and when a page asks for the project, the next items, a review and the map, by the size of the project. Processor
 * time of the thread, so that a busy machine does not count. Bar: 10 ms.
 *
 *     node bench/turns.ts [items] [labels] [classes]
 */
import { worth } from "../packages/studio/src/learning/due.ts"
import { learnFrom, trainedBy } from "../packages/studio/src/learning/question.ts"
import { offersFor } from "../packages/studio/src/session/offer.ts"
import { makeSession, type Session } from "../packages/studio/src/session/session.ts"
import { gridOf } from "../packages/studio/src/view/grid.ts"
import { mapView } from "../packages/studio/src/view/map.ts"
import { measuredOf } from "../packages/studio/src/view/measured.ts"
import { type Model, modelOf } from "../packages/studio/src/view/model.ts"
import { outlookOf } from "../packages/studio/src/view/outlook.ts"
import { commonView } from "../packages/studio/src/view/project.ts"
import { reviewOf } from "../packages/studio/src/view/review.ts"
import { learnedFrom } from "../packages/studio/test/world.ts"

const [items = 100_000, labels = 2000, classes = 10] = process.argv.slice(2).map(Number)

const session: Session = makeSession({
  _tag: "Created",
  version: 1,
  size: items,
  ids: "bench",
  classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
  strategy: "margin",
  encoder: "auto",
  measure: 0.2,
  overlap: 0,
  seed: 1
})

const times = new Map<string, Array<number>>()

const timed = <A>(name: string, work: () => A): A => {
  const from = process.threadCpuUsage(), value = work(), { system, user } = process.threadCpuUsage(from)
  const ms = (system + user) / 1000
  times.set(name, [...(times.get(name) ?? []), ms])
  return value
}

let seq = 1, model: Model | undefined, learnedAt = 0

const write = (event: Parameters<Session["apply"]>[0]["event"]): void => {
  timed("an event applied", () => session.apply({ seq: ++seq, at: seq, event }))
}

const learnIfDue = (): void => {
  const known = session.training().items.length
  if (known < learnedAt + worth(learnedAt) && model !== undefined) return
  learnedAt = known
  const lesson = timed("a lesson put together", () => learnFrom(session))
  const learned = learnedFrom(lesson, items)
  const next = timed("a model taken in", () => modelOf(learned))
  write(timed("a model written down", () => trainedBy(session, next, model)))
  model = next
}

const facts = { id: "bench", name: "bench", kind: "image", exports: [] } as const

const ask = (): void => {
  timed("measured", () => measuredOf(session, model))
  timed("stopping criteria", () => outlookOf(session))
  timed("the project", () => commonView(session, model, facts, () => ({ forecast: [], missing: null })))
  timed("the next items", () => offersFor(session, { who: "a", count: 8, held: [], isLent: () => false }))
}

for (let answers = 0; answers < labels; answers++) {
  const [offer] = offersFor(session, { who: "a", count: 1, held: [], isLent: () => false })
  const item = offer!.item, groups = [{ items: [item], answer: { _tag: "Label", class: item % classes } as const }]
  write({
    _tag: "Answered",
    who: "a",
    nonce: `${answers}`,
    view: "one",
    order: offer!.order,
    ms: 1,
    suggested: null,
    groups
  })
  learnIfDue()
  if (answers > labels - 100) ask()
}

const drawn = { _tag: "Drawn", kind: "pca", points: new Float32Array(2 * items) } as const
for (let i = 0; i < 20; i++) {
  timed("the map", () => mapView(session, model, drawn))
  timed("a grid", () => gridOf(session, model, { class: undefined, count: 24, isFree: () => true }))
  for (const by of ["class", "confidence", "disagreement", "answered"] as const) {
    timed(`a review by ${by}`, () => reviewOf(session, model, { by, class: undefined, who: "a" }))
  }
}

console.log(`${items} items, ${labels} labels, ${classes} classes, ${session.models().length} models; milliseconds`)
for (const [name, all] of times) {
  const sorted = all.toSorted((a, b) => a - b), at = (share: number) => sorted[Math.floor(share * (all.length - 1))]!
  console.log(`${name}: median ${at(0.5).toFixed(2)}, 95 % ${at(0.95).toFixed(2)}, most ${at(1).toFixed(2)}`)
}
