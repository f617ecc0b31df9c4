/**
 * A project as the page shows it.
 */
import type { ClassView, ExportView, LearnerView, PersonView, ProjectView } from "../server/wire.ts"
import type { Act } from "../session/event.ts"
import type { Session } from "../session/session.ts"
import { agreementOf } from "./agreement.ts"
import type { Future } from "./forecast.ts"
import { measuredOf } from "./measured.ts"
import { type Model, predictedCounts } from "./model.ts"
import { outlookOf } from "./outlook.ts"
import { nameOf } from "./words.ts"

/** What all people see alike. */
export type CommonView = Omit<ProjectView, "me" | "people" | "undo" | "redo" | "learner">

/** What does not follow from the session. */
export interface Facts {
  readonly id: string
  readonly name: string
  readonly kind: ProjectView["kind"]
  readonly exports: ReadonlyArray<ExportView>
}

const classesOf = (session: Session, model: Model | undefined): ReadonlyArray<ClassView> => {
  const labels = session.perClass(), predicted = predictedCounts(model, session)
  const heldOut = new Map<number, number>()
  for (const id of session.measuring().classes) heldOut.set(id, (heldOut.get(id) ?? 0) + 1)
  return session.vocabulary().classes.map(({ id, key, name }) => ({
    id,
    name,
    key: key ?? null,
    labels: labels.get(id) ?? 0,
    heldOut: heldOut.get(id) ?? 0,
    predicted: predicted === undefined ? null : (predicted.get(id) ?? 0) / session.created.size
  }))
}

/** The view that all people share. O(answers + items + models · held-out items). */
export const commonView = (
  session: Session,
  model: Model | undefined,
  { exports, id, kind, name }: Facts,
  future: (curve: ProjectView["measured"]["curve"]) => Future
): CommonView => {
  const measured = measuredOf(session, model)
  return {
    id,
    name,
    kind,
    size: session.created.size,
    seq: session.seq(),
    strategy: session.strategy(),
    measure: session.created.measure,
    overlap: session.created.overlap,
    heldOut: session.heldOut.order.length,
    counts: session.counts(),
    classes: classesOf(session, model),
    agreement: agreementOf(session),
    measured,
    outlook: { ...outlookOf(session), ...future(measured.curve) },
    exports
  }
}

const answerWords = (session: Session, act: Extract<Act, { readonly _tag: "Answered" }>): string => {
  const count = act.groups.reduce((sum, { items }) => sum + items.length, 0)
  const answer = act.groups.length === 1 ? act.groups[0]!.answer : undefined
  const on = count === 1 ? "" : ` on ${count} items`
  switch (answer?._tag) {
    case "Label":
      return `${nameOf(session, answer.class)}${on}`
    case "Skip":
      return `Skip${on}`
    case "CannotTell":
      return `Cannot tell${on}`
    case "Bad":
      return `Bad item${on}`
    case "Clear":
      return `Clear${on}`
    case undefined:
      return `Answers${on}`
  }
}

/** What an act is called on a button: "Undo (cat)". */
export const wordsOf = (session: Session, act: Act): string => {
  switch (act._tag) {
    case "Answered":
      return answerWords(session, act)
    case "ClassAdded":
      return `New class ${act.name}`
    case "ClassRenamed":
      return `Rename to ${act.name}`
    case "ClassesMerged":
      return `Merge into ${nameOf(session, act.into)}`
    case "KeyBound":
      return act.key === null
        ? `No key for ${nameOf(session, act.id)}`
        : `Key ${act.key} for ${nameOf(session, act.id)}`
    case "Queued":
      return `Queue ${act.items.length} items`
    case "Suggested":
      return `Suggestions of ${act.annotator}`
    case "StrategyChosen":
      return `Strategy ${act.strategy}`
    case "Undone":
    case "Redone":
      return act._tag === "Undone" ? "Undo" : "Redo"
  }
}

/** Who worked on the project, and who is here. */
export const peopleOf = (session: Session, here: ReadonlySet<string>): ReadonlyArray<PersonView> => {
  const known = session.people().map((person) => ({ ...person, here: here.has(person.who) }))
  const fresh = [...here].filter((who) => known.every((one) => one.who !== who))
  return [...known, ...fresh.map((who) => ({ who, answers: 0, at: 0, here: true }))]
}

/** The project as `me` sees it. */
export const projectView = (
  common: CommonView,
  session: Session,
  { here, learner, me }: { readonly me: string; readonly here: ReadonlySet<string>; readonly learner: LearnerView }
): ProjectView => {
  const undo = session.history.undoable(me), redo = session.history.redoable(me)
  return {
    ...common,
    me,
    people: peopleOf(session, here),
    undo: undo === undefined ? null : wordsOf(session, undo.event),
    redo: redo === undefined ? null : wordsOf(session, redo.event),
    learner
  }
}
