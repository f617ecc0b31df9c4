/**
 * Annotations of Label Studio as acts of their annotators, in a project's journal: each once, however often it is told.
 */
import type { JournalError } from "@marginalia/core/Journal"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { rowsOf } from "../formats/rows.ts"
import { addClass, type Wish } from "../project/act.ts"
import type { Project } from "../project/project.ts"
import { personName } from "../server/token.ts"
import { nameProblem, Refused } from "../session/check.ts"
import type { Answer, Entry } from "../session/event.ts"
import type { Session } from "../session/session.ts"
import type { Labeled } from "./backend.ts"
import { type Question, questionOf } from "./question.ts"
import { isObject, type Json, labelOf, makeItemOf, numberOf } from "./tasks.ts"

/** What is labeled in a project: by what most people say, and what nobody is to be asked about. */
export const labeledIn = (session: Session, ids: ReadonlyArray<string>): Labeled => {
  const rows = rowsOf(session, ids)
  return {
    labels: new Map(rows.flatMap(({ item, label }) => (label === undefined ? [] : [[item, label] as const]))),
    skipped: new Set(rows.flatMap(({ item, status }) => (status === "labeled" || status === "conflict" ? [] : [item])))
  }
}

/** An annotation as it was told last; `seq` is the event that says so. One that is deleted stays, as its number does. */
interface Annotation {
  readonly who: string
  readonly item: number
  readonly answer: Answer
  /** When it was changed, as Label Studio says it; blank where it does not. */
  readonly at: string
  readonly seq: number
  readonly isDeleted: boolean
}

const PREFIX = "label-studio"

/** Names the act: which annotation, as of when, and a number of its own. */
const nonceOf = (number: string, at: string, session: Session): string =>
  `${PREFIX} ${number} ${at || "-"} ${session.seq()}`

const DELETED = "deleted"

/** The same person's other annotation of an item, whose word counts again at the event `seq`. */
const standIn = (
  annotations: Map<string, Annotation>,
  { item, who }: Annotation,
  seq?: number
): Annotation | undefined => {
  const found = [...annotations].findLast(([, one]) => !one.isDeleted && one.who === who && one.item === item)
  if (found !== undefined && seq !== undefined) annotations.set(found[0], { ...found[1], seq })
  return found?.[1]
}

/** What was told so far, by the number of the annotation. */
const annotationsIn = (entries: ReadonlyArray<Entry>): Map<string, Annotation> => {
  const annotations = new Map<string, Annotation>()
  for (const { event, seq } of entries) {
    if (event._tag !== "Answered" || !event.nonce.startsWith(`${PREFIX} `)) continue
    const [, number = "", at = "-"] = event.nonce.split(" "),
      [{ answer, items } = { answer: undefined, items: [] }] = event.groups
    const before = annotations.get(number)
    if (at === DELETED && before !== undefined) {
      annotations.set(number, { ...before, isDeleted: true })
      standIn(annotations, before, seq)
    } else if (answer !== undefined && items[0] !== undefined) {
      annotations.set(number, {
        who: event.who,
        item: items[0],
        answer,
        at: at === "-" ? "" : at,
        seq,
        isDeleted: false
      })
    }
  }
  return annotations
}

/** `ann@x.org, 1` is the person 1 with an address; else there is a number, or a person. */
const whoOf = ({ completed_by: by, created_username: username }: Json): string => {
  const email = isObject(by) ? by["email"] : undefined, number = isObject(by) ? by["id"] : by
  const named = typeof username === "string" ? username.replace(/,?\s*\d+$/, "").trim() : ""
  const name = typeof email === "string" ? email : named
  const otherwise = typeof number === "number" || typeof number === "string" ? `user ${number} of Label Studio` : PREFIX
  return personName(name) ?? personName(otherwise) ?? PREFIX
}

const sameAnswer = (a: Answer, b: Answer): boolean =>
  a._tag === b._tag && (a._tag !== "Label" || (b._tag === "Label" && a.class === b.class))

const milliseconds = ({ lead_time: seconds }: Json): number =>
  typeof seconds === "number" && seconds >= 0 && Number.isFinite(seconds) ? Math.round(1000 * seconds) : 0

/** What came of a request: how many acts were written, and what could not be, in words. */
export interface Recorded {
  readonly acts: number
  readonly problems: ReadonlyArray<string>
}

const list = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

/** Whether an annotation was brought into Label Studio from elsewhere: somebody else said it. */
const isImported = ({ import_id: id }: Json): boolean => id !== undefined && id !== null

/** See {@link makeRecorder}. */
export interface Recorder {
  /** Takes in what a request says, and answers when it is on the disk. */
  readonly record: (body: unknown) => Effect.Effect<Recorded, JournalError>
}

/**
 * Writes what requests say of annotations into a project: made and changed ones are the answers of their annotators (a skip where
 * they were cancelled), deleted ones take the answer back, unless it was changed here since. Held-out items stay held out. What is
 * told again, or late, is not done again. A choice that is no class becomes one where the labeling configuration has it, and is
 * a problem otherwise; so is a task that fits no item.
 */
export const makeRecorder = Effect.fn("studio.makeRecorder")(function*(project: Project, ids: ReadonlyArray<string>) {
  const itemOf = makeItemOf(ids), annotations = annotationsIn(project.entries()), turns = yield* Semaphore.make(1)
  let question: Question | undefined
  const configured = (body: Json): void => {
    const { project: of } = body
    const config = body["label_config"] ?? body["schema"] ?? (isObject(of) ? of["label_config"] : undefined)
    if (typeof config === "string" && config.trim() !== "") question = questionOf(config)
  }
  const write = (wish: Wish) => Effect.map(project.act(wish), ({ seq }) => seq)
  const say = (number: string, { answer, at, item, who }: Omit<Annotation, "seq" | "isDeleted">, ms: number) =>
    write({
      who,
      nonce: nonceOf(number, at, project.session()),
      make: (session) => ({
        _tag: "Answered",
        who,
        nonce: nonceOf(number, at, session),
        view: "import",
        order: "chosen",
        ms,
        suggested: null,
        groups: [{ items: [item], answer }]
      })
    })
  /** The class of a choice; one that the configuration has is added. */
  const classOf = Effect.fnUntraced(function*(who: string, label: string) {
    const session = project.session(), { classes, next } = session.vocabulary()
    const found = classes.find(({ name }) => name === label)
    if (found !== undefined) return found.id
    // Choices that come from the tasks are not told beforehand.
    const isChoice = question !== undefined && (question.choices.length === 0 || question.choices.includes(label))
    const problem = isChoice
      ? nameProblem(session, label, next)
      : "neither the project nor the labeling configuration has it"
    if (problem !== undefined) {
      return yield* new Refused({ problem: `the choice "${label.slice(0, 200)}" is no class: ${problem}` })
    }
    yield* write(addClass(who, `${PREFIX}-class ${next} ${session.seq()}`, label))
    return next
  })
  const answerOf = (who: string, label: string | null): Effect.Effect<Answer, Refused | JournalError> =>
    label === null
      ? Effect.succeed({ _tag: "Skip" })
      : Effect.map(classOf(who, label), (id): Answer => ({ _tag: "Label", class: id }))
  /** Takes back what an annotation said; what the same person's other annotation of the item says counts again. */
  const retract = Effect.fnUntraced(function*(number: string) {
    const before = annotations.get(number)
    if (before === undefined || before.isDeleted) return 0
    annotations.set(number, { ...before, isDeleted: true })
    const { item, seq, who } = before, last = project.session().said(item).find((one) => one.who === who)
    if (last?.seq !== seq) return 0
    const answer: Answer = standIn(annotations, before)?.answer ?? { _tag: "Clear" }
    standIn(annotations, before, yield* say(number, { who, item, answer, at: DELETED }, 0))
    return 1
  })
  const heard = Effect.fnUntraced(function*(task: unknown, annotation: Json) {
    const number = numberOf(annotation),
      label = labelOf(annotation, question?.fromName),
      before = annotations.get(number ?? "")
    if (number === undefined || before?.isDeleted === true) return 0
    const { updated_at: changed, created_at: made } = annotation
    const at = typeof changed === "string" ? changed : typeof made === "string" ? made : ""
    if (before !== undefined && at !== "" && Date.parse(at) < Date.parse(before.at)) return 0
    // It says nothing any more that is a label.
    if (label === undefined) return before === undefined ? 0 : yield* retract(number)
    const item = itemOf(task, question?.field)
    if (item === undefined) {
      return yield* new Refused({ problem: `annotation ${number} is of a task that fits no item` })
    }
    const who = before?.who ?? whoOf(annotation), answer = yield* answerOf(who, label)
    if (before !== undefined && before.item === item && sameAnswer(before.answer, answer)) return 0
    const one = { who, item, answer, at: at.replaceAll(" ", "T") }
    const seq = yield* say(number, one, milliseconds(annotation))
    annotations.delete(number)
    annotations.set(number, { ...one, seq, isDeleted: false })
    return 1
  })
  const actsOf = (body: Json): ReadonlyArray<Effect.Effect<number, Refused | JournalError>> => {
    const { action, annotation, task } = body
    if (action === "ANNOTATION_CREATED" || action === "ANNOTATION_UPDATED") {
      return isObject(annotation) ? [heard(task, annotation)] : []
    }
    if (action === "ANNOTATION_DELETED" || action === "ANNOTATIONS_DELETED") {
      const numbers = [annotation, ...list(body["annotations"])].map(numberOf)
      return numbers.flatMap((number) => (number === undefined ? [] : [retract(number)]))
    }
    // Tasks come with the annotations that they have: what was made before the webhook was there.
    return list(body["tasks"]).flatMap((one) =>
      isObject(one)
        ? list(one["annotations"]).filter(isObject).filter((made) => !isImported(made)).map((made) => heard(one, made))
        : []
    )
  }
  const record = Effect.fnUntraced(function*(body: unknown) {
    if (!isObject(body)) return { acts: 0, problems: [] } satisfies Recorded as Recorded
    configured(body)
    const problems: Array<string> = []
    let acts = 0
    for (const one of actsOf(body)) {
      acts += yield* Effect.catchTag(
        one,
        "Refused",
        ({ problem }) => Effect.as(Effect.sync(() => problems.push(problem)), 0)
      )
    }
    return { acts, problems } satisfies Recorded as Recorded
  }, turns.withPermits(1))
  return { record } satisfies Recorder as Recorder
})
