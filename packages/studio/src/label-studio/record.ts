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
import { nameRefusal } from "../session/check.ts"
import type { Answer } from "../session/event.ts"
import { Refused } from "../session/refusal.ts"
import type { Session } from "../session/session.ts"
import { type Annotation, annotationsIn, BLANK, DELETED, nonceOf, otherOf, PREFIX, takeBack } from "./annotations.ts"
import type { Labeled } from "./backend.ts"
import { type Question, questionOf } from "./question.ts"
import { changedAt, isObject, type Json, labelOf, makeItemOf, numberOf } from "./tasks.ts"

/** What is labeled in a project: by what most people say, and what nobody is to be asked about. */
export const labeledIn = (session: Session, ids: ReadonlyArray<string>): Labeled => {
  const rows = rowsOf(session, ids)
  return {
    labels: new Map(rows.flatMap(({ item, label }) => (label === undefined ? [] : [[item, label] as const]))),
    skipped: new Set(rows.flatMap(({ item, status }) => (status === "labeled" || status === "conflict" ? [] : [item])))
  }
}

/** `ann@x.org, 1` is the person 1 with an address; else there is a number, or a person. */
const whoOf = ({ completed_by: by, created_username: username }: Json): string => {
  const email = isObject(by) ? by["email"] : undefined, number = isObject(by) ? by["id"] : by
  const named = typeof username === "string" ? username.replace(/,?\s*\d+$/, "").trim() : ""
  const name = typeof email === "string" ? email : named
  const otherwise = typeof number === "number" || typeof number === "string" ? `user ${number} of Label Studio` : PREFIX
  return personName(name) ?? personName(otherwise) ?? PREFIX
}

/** An answer as classes are now. */
const asNow = (session: Session, answer: Answer): Answer => {
  if (answer._tag !== "Label") return answer
  const id = session.vocabulary().resolve(answer.class)
  return id < 0 ? { _tag: "Clear" } : { _tag: "Label", class: id }
}

const sameAnswer = (session: Session, a: Answer, b: Answer): boolean => {
  const one = asNow(session, a), other = asNow(session, b)
  return one._tag === "Label" && other._tag === "Label" ? one.class === other.class : one._tag === other._tag
}

/** The class of that name, or that had it before it was renamed or merged: Label Studio calls it as it always did. */
const classNamed = (session: Session, label: string): number | undefined => {
  const { created, history } = session, { classes, resolve } = session.vocabulary()
  const now = classes.find(({ name }) => name === label)
  if (now !== undefined) return now.id
  const given = history.of("ClassAdded", "ClassRenamed").flatMap(({ event }) => ("name" in event ? [event] : []))
  const former = [...created.classes.map((name, id) => ({ name, id })), ...given].findLast(({ name }) => name === label)
  return former === undefined || resolve(former.id) < 0 ? undefined : resolve(former.id)
}

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
  // Numbers of annotations that were deleted before they were told of.
  const unmade = new Set<string>()
  let question: Question | undefined
  const configured = (body: Json): void => {
    const { project: of } = body
    const config = body["label_config"] ?? body["schema"] ?? (isObject(of) ? of["label_config"] : undefined)
    if (typeof config === "string" && config.trim() !== "") question = questionOf(config)
  }
  const write = (wish: Wish) => Effect.map(project.act(wish), ({ seq }) => seq)
  const say = (number: string, { answer, at, item, who }: Omit<Annotation, "seq" | "state">, ms: number) => {
    const nonce = nonceOf(number, at, project.session())
    return write({
      who,
      nonce,
      make: (session) => ({
        _tag: "Answered",
        who,
        nonce,
        view: "import",
        order: "chosen",
        ms,
        suggested: null,
        groups: [{ items: [item], answer: asNow(session, answer) }]
      })
    })
  }
  /** The class of a choice; one that the configuration has is added. */
  const classOf = Effect.fnUntraced(function*(who: string, label: string) {
    const session = project.session(), { next } = session.vocabulary(), found = classNamed(session, label)
    if (found !== undefined) return found
    // Choices that come from the tasks are not told beforehand.
    const isChoice = question !== undefined && (question.choices.length === 0 || question.choices.includes(label))
    const fault = isChoice ? nameRefusal(session, label, next) : undefined
    if (fault !== undefined || !isChoice) {
      return yield* new Refused({ reason: { _tag: "Choice", choice: label, fault } })
    }
    yield* write(addClass(who, `${PREFIX}-class ${next} ${session.seq()}`, label))
    return next
  })
  const answerOf = (who: string, label: string | null): Effect.Effect<Answer, Refused | JournalError> =>
    label === null
      ? Effect.succeed({ _tag: "Skip" })
      : Effect.map(classOf(who, label), (id): Answer => ({ _tag: "Label", class: id }))
  /** Takes back what an annotation said; what the same person's other annotation of the item says counts again. */
  const retract = Effect.fnUntraced(function*(number: string, state: "blank" | "deleted", at: string = "") {
    const before = annotations.get(number)
    if (before === undefined) {
      if (state === "deleted") unmade.add(number)
      return 0
    }
    const { item, seq, who } = before, gone: Annotation = { ...before, state, at: at || before.at }
    const last = project.session().said(item).find((one) => one.who === who)
    if (before.state !== "counts" || last?.seq !== seq) {
      annotations.set(number, gone)
      return 0
    }
    const answer: Answer = otherOf(annotations, number, before)?.[1].answer ?? { _tag: "Clear" }
    const as = state === "deleted" ? DELETED : `${BLANK}${at}`
    takeBack(annotations, number, gone, yield* say(number, { who, item, answer, at: as }, 0))
    return 1
  })
  const heard = Effect.fnUntraced(function*(task: unknown, annotation: Json) {
    const number = numberOf(annotation),
      label = labelOf(annotation, question?.fromName),
      before = annotations.get(number ?? "")
    if (number === undefined || before?.state === "deleted" || unmade.has(number)) return 0
    const at = changedAt(annotation), since = Date.parse(at) - Date.parse(before?.at ?? "")
    if (since < 0 || (since === 0 && before?.state === "blank")) return 0
    // It says nothing any more that is a label.
    if (label === undefined) return yield* retract(number, "blank", at)
    const item = itemOf(task, question?.field)
    if (item === undefined) {
      return yield* new Refused({ reason: { _tag: "Task", annotation: number } })
    }
    const who = before?.who ?? whoOf(annotation), answer = yield* answerOf(who, label)
    if (before?.state === "counts" && before.item === item && sameAnswer(project.session(), before.answer, answer)) {
      return 0
    }
    const one = { who, item, answer, at }
    const seq = yield* say(number, one, milliseconds(annotation))
    annotations.delete(number)
    annotations.set(number, { ...one, seq, state: "counts" })
    return 1
  })
  const actsOf = (body: Json): ReadonlyArray<Effect.Effect<number, Refused | JournalError>> => {
    const { action, annotation, task } = body
    if (action === "ANNOTATION_CREATED" || action === "ANNOTATION_UPDATED") {
      return isObject(annotation) ? [heard(task, annotation)] : []
    }
    if (action === "ANNOTATION_DELETED" || action === "ANNOTATIONS_DELETED") {
      const numbers = [annotation, ...list(body["annotations"])].map(numberOf)
      return numbers.flatMap((number) => (number === undefined ? [] : [retract(number, "deleted")]))
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
        ({ message }) => Effect.as(Effect.sync(() => problems.push(message)), 0)
      )
    }
    return { acts, problems } satisfies Recorded as Recorded
  }, turns.withPermits(1))
  return { record } satisfies Recorder as Recorder
})
