/**
 * Whether it is worth going on: what the criteria for stopping say of the models so far.
 */
import * as Stopping from "@marginalia/core/Stopping"
import type { Outlook } from "../server/wire.ts"
import type { Trained } from "../session/event.ts"
import type { Session } from "../session/session.ts"
import type { Vocabulary } from "../session/vocabulary.ts"
import { asNow } from "./model.ts"

interface Round {
  readonly poolPredictions: ReadonlyArray<number>
  readonly uncertainty: number
}

/** The share of predictions that may change and still counts as none, three models in a row. */
const SHARE = 0.01

/** What the mean uncertainty of what has no answer is compared for. */
const SURE = "the model is sure"

/** There is no mean of nothing: what is said where the last model told no uncertainty. */
const unknown = (name: string, open: number) =>
  open === 0
    ? { name, stop: true, says: "nothing is left without an answer" }
    : { name, stop: false, says: "the model said nothing of what has no answer" }

const criteria: ReadonlyArray<readonly [name: string, criterion: Stopping.Criterion<Round>]> = [
  ["predictions are stable", Stopping.stabilizingPredictions()],
  ["hardly any prediction changes", Stopping.classificationChange({ share: SHARE, rounds: 3 })],
  [SURE, Stopping.overallUncertainty()]
]

const roundsOf = (session: Session): ReadonlyArray<Round> => {
  const { next } = session.vocabulary(), of = asNow(session)
  const now = (id: number) => (id < 0 || of[id]! < 0 ? next : of[id]!)
  return session.models().filter(({ classes }: Trained) => classes.length > 0).map(({ heldOut, uncertainty }) => ({
    poolPredictions: heldOut.map(now),
    uncertainty: uncertainty ?? Number.NaN
  }))
}

interface Judged {
  readonly models: number
  readonly vocabulary: Vocabulary
  readonly outlook: Pick<Outlook, "stop" | "reasons">
}

/** What was said last: another label changes nothing in it, only another model or another class. */
const judged = new WeakMap<Session, Judged>()

/** {@link judgedNow}, judged anew only where there is another model or other classes. */
export const outlookOf = (session: Session): Pick<Outlook, "stop" | "reasons"> => {
  const models = session.models().length, vocabulary = session.vocabulary(), before = judged.get(session)
  if (before?.models === models && before.vocabulary === vocabulary) return before.outlook
  const outlook = judgedNow(session)
  judged.set(session, { models, vocabulary, outlook })
  return outlook
}

/**
 * What criteria say of the last model, each in words. Going on is called hardly worth it when those on predictions agree, or
 * all do where nothing is held out. O(models · held-out items).
 */
const judgedNow = (session: Session): Pick<Outlook, "stop" | "reasons"> => {
  const rounds = roundsOf(session),
    open = session.counts().open,
    watched = (rounds.at(-1)?.poolPredictions.length ?? 0) > 0
  const reasons = criteria.filter(([, { name }]) => watched || name.startsWith("overall")).map(([name, criterion]) => {
    const last = Stopping.judge(criterion, rounds).at(-1)
    if (last !== undefined && name === SURE && Number.isNaN(rounds.at(-1)!.uncertainty)) return unknown(name, open)
    return { name, stop: last?.stop ?? false, says: last?.reason ?? "there is no model yet" }
  })
  const stop = reasons.length > 0 && reasons.filter((reason) => reason.stop).length * 2 > reasons.length
  return { stop, reasons }
}
