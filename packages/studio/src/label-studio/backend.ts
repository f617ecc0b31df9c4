/**
 * Label Studio's ML backend: what it is told, and what it answers. Nothing here waits for a model.
 */
import { type Question, questionOf } from "./question.ts"
import { ranksOf } from "./ranks.ts"
import { changedAt, isObject, labelOf, makeItemOf, numberOf } from "./tasks.ts"

/** A model, or only an order. */
export interface Lesson {
  /** Its number, from 1. */
  readonly number: number
  readonly order: ArrayLike<number>
  /** N × classes, by row; undefined before there are two classes. */
  readonly probability: ArrayLike<number> | undefined
  readonly classes: ReadonlyArray<string>
}

/** Labels to learn from: items in the order in which they were labeled, and items that were skipped. */
export interface Labeled {
  readonly labels: ReadonlyMap<number, string>
  readonly skipped: ReadonlySet<number>
}

/** What the backend works on. */
export interface BackendOptions {
  readonly ids: ReadonlyArray<string>
  /** What is labeled from the start. */
  readonly known?: ReadonlyMap<number, string> | undefined
  /** Asked when there is something to learn; `tell` it when it is done. It may ask again meanwhile: the newest counts. */
  readonly learn: (labeled: Labeled) => void
  /**
   * What is labeled, where annotations are kept elsewhere: then nothing is remembered here, `known` is not asked, and
   * {@link Backend.changed} says when there is more. Default: they are kept here, as long as it lives.
   */
  readonly kept?: (() => Labeled) | undefined
  /** How many labels come before a new model; default 20. A version is steady in between. */
  readonly every?: number | undefined
}

/** An answer of the backend. */
export interface Reply {
  readonly status: number
  readonly body: unknown
}

/** See the module. */
export interface Backend {
  readonly handle: (method: string, path: string, body: unknown) => Reply
  /** A lesson is learned: from now on it answers. */
  readonly tell: (lesson: Lesson) => void
  readonly labeled: () => Labeled
  /** So many annotations were kept elsewhere. */
  readonly changed: (count: number) => void
  readonly version: () => string
}

/** How many labels are a round. */
export const EVERY = 20

/** What an annotation says; undefined: nothing, since its choice was taken away or it was deleted. */
interface Vote {
  readonly item: number
  readonly label: string | null | undefined
  /** When it was changed; blank where nobody said it. */
  readonly at: string
  readonly isDeleted: boolean
}

/** The last word on each item: annotations of several people count in the order in which they came. */
const tally = (known: ReadonlyMap<number, string>, votes: ReadonlyMap<string, Vote>): Labeled => {
  const labels = new Map(known), skipped = new Set<number>()
  for (const { item, label } of votes.values()) {
    if (label === undefined) continue
    labels.delete(item)
    skipped.delete(item)
    if (label === null) skipped.add(item)
    else labels.set(item, label)
  }
  return { labels, skipped }
}

const best = (
  { classes, probability }: Lesson,
  item: number
): { readonly label: string; readonly p: number } | undefined => {
  if (probability === undefined) return undefined
  let at = 0
  const p = (i: number): number => probability[item * classes.length + i]!
  for (let i = 1; i < classes.length; i++) if (p(i) > p(at)) at = i
  return { label: classes[at]!, p: p(at) }
}

const list = (value: unknown): ReadonlyArray<unknown> => Array.isArray(value) ? value : []

const ANNOTATED = new Set(["ANNOTATION_CREATED", "ANNOTATION_UPDATED"])

/** A backend that knows what it was told, and no more: it lives in memory. */
export const makeBackend = ({ every = EVERY, ids, kept, known = new Map(), learn }: BackendOptions): Backend => {
  const itemOf = makeItemOf(ids), votes = new Map<string, Vote>()
  let question: Question | undefined, lesson: Lesson | undefined, ranks: Float64Array | undefined, since = 0
  const labeled = kept ?? (() => tally(known, votes))
  const version = () => `marginalia-${lesson?.number ?? 0}`
  const ask = (): void => {
    since = 0
    learn(labeled())
  }
  const changed = (count = 1): void => {
    since += count
    if (since >= every) ask()
  }
  const configured = (config: unknown): void => {
    if (typeof config === "string" && config.trim() !== "") question = questionOf(config)
  }
  /** Whether what an annotation says is news: what was deleted says nothing more, and what came late is older than what is known. */
  const heard = (task: unknown, annotation: unknown, number = numberOf(annotation)): boolean => {
    if (kept !== undefined || number === undefined || !isObject(annotation)) return false
    const label = labelOf(annotation, question?.fromName), at = changedAt(annotation), before = votes.get(number)
    const item = itemOf(task, question?.field) ?? (label === undefined ? before?.item : undefined)
    if (item === undefined || before?.isDeleted === true) return false
    if (Date.parse(at) < Date.parse(before?.at ?? "")) return false
    if (before === undefined ? label === undefined : before.item === item && before.label === label) return false
    votes.delete(number)
    votes.set(number, { item, label, at, isDeleted: false })
    return true
  }
  const predicted = (task: unknown) => {
    const item = itemOf(task, question?.field), model_version = version()
    if (item === undefined) return { result: [], score: 1, model_version }
    const guess = lesson === undefined ? undefined : best(lesson, item), score = ranks?.[item] ?? item / ids.length
    if (guess === undefined || question === undefined) return { result: [], score, model_version }
    const { fromName: from_name, toName: to_name } = question
    const result = [{ from_name, to_name, type: "choices", value: { choices: [guess.label] }, score: guess.p }]
    return { result, score, model_version }
  }
  const predict = (body: unknown): Reply => {
    if (!isObject(body) || !Array.isArray(body["tasks"])) {
      return { status: 400, body: { error: "a prediction is asked with tasks: a list" } }
    }
    configured(body["label_config"])
    for (const task of body["tasks"]) {
      // Tasks come with the annotations that they have: nothing is lost that was made before the webhook was there.
      const annotations = isObject(task) ? list(task["annotations"]) : []
      for (const annotation of annotations) if (heard(task, annotation)) changed()
    }
    return { status: 200, body: { results: body["tasks"].map(predicted), model_version: version() } }
  }
  const setup = (body: unknown): Reply => {
    if (!isObject(body)) return { status: 400, body: { error: "a setup is an object with the project's schema" } }
    configured(body["schema"] ?? body["label_config"])
    return { status: 200, body: { model_version: version() } }
  }
  const deleted = (annotation: unknown): boolean => {
    const number = numberOf(annotation), before = votes.get(number ?? "")
    if (number === undefined || before?.isDeleted === true) return false
    votes.set(number, { item: before?.item ?? -1, label: undefined, at: before?.at ?? "", isDeleted: true })
    return before?.label !== undefined
  }
  const webhook = (body: unknown): Reply => {
    if (!isObject(body) || typeof body["action"] !== "string") {
      return { status: 400, body: { error: "a webhook has an action" } }
    }
    const { action, annotation, task } = body
    if (action === "START_TRAINING") {
      ask()
      return { status: 201, body: { model_version: version(), labels: labeled().labels.size } }
    }
    if (isObject(body["project"])) configured(body["project"]["label_config"])
    if (ANNOTATED.has(action)) {
      if (heard(task, annotation)) changed()
      return { status: 201, body: { model_version: version() } }
    }
    if (action === "ANNOTATION_DELETED") {
      if (deleted(annotation)) changed()
      return { status: 201, body: { model_version: version() } }
    }
    // ANNOTATIONS_DELETED names many at once.
    if (action === "ANNOTATIONS_DELETED") {
      for (const one of list(body["annotations"])) if (deleted(one)) changed()
      return { status: 201, body: { model_version: version() } }
    }
    return { status: 200, body: { model_version: version() } }
  }
  const health = (): Reply => ({
    status: 200,
    body: { status: "UP", model_class: "Marginalia", model_version: version() }
  })
  const routes: { readonly [route: string]: (body: unknown) => Reply } = {
    "POST /predict": predict,
    "POST /setup": setup,
    "POST /webhook": webhook,
    "GET /health": health,
    "GET /": health,
    // What Label Studio asks beside: a list of versions, and a word on a configuration, a project that is gone.
    "GET /versions": () => ({ status: 200, body: { versions: [version()] } }),
    "POST /validate": () => ({ status: 200, body: {} }),
    "POST /delete": () => ({ status: 200, body: {} }),
    "GET /metrics": () => ({
      status: 200,
      body: { items: ids.length, labels: labeled().labels.size, model: lesson?.number ?? 0 }
    })
  }
  return {
    handle: (method, path, body) => {
      const route = routes[`${method} ${path.length > 1 ? path.replace(/\/$/, "") : path}`]
      if (route !== undefined) return route(body)
      const others = Object.keys(routes).some((key) => key.endsWith(` ${path}`))
      return { status: others ? 405 : 404, body: { error: `there is no ${method} ${path}` } }
    },
    tell: (next) => {
      if (lesson !== undefined && next.number <= lesson.number) return
      const { labels, skipped } = labeled()
      lesson = next
      ranks = ranksOf({
        size: ids.length,
        order: next.order,
        probability: next.probability,
        classes: next.classes.length,
        labeled: (item) => labels.has(item) || skipped.has(item)
      })
    },
    labeled,
    changed: (count) => {
      if (count > 0) changed(count)
    },
    version
  }
}
