/**
 * Whether it is worth going on: what the criteria for stopping say of the models so far.
 */
import * as Stopping from "@marginalia/core/Stopping"
import type { Outlook } from "../server/wire.ts"
import type { Trained } from "../session/event.ts"
import type { Session } from "../session/session.ts"

interface Round {
  readonly poolPredictions: ReadonlyArray<number>
  readonly uncertainty: number
}

/** The share of predictions that may change and still counts as none, three models in a row. */
const SHARE = 0.01

const criteria: ReadonlyArray<readonly [name: string, criterion: Stopping.Criterion<Round>]> = [
  ["predictions are stable", Stopping.stabilizingPredictions()],
  ["hardly any prediction changes", Stopping.classificationChange({ share: SHARE, rounds: 3 })],
  ["the model is sure", Stopping.overallUncertainty()]
]

const roundsOf = (session: Session): ReadonlyArray<Round> => {
  const { next, resolve } = session.vocabulary()
  const now = (id: number) => (id < 0 || resolve(id) < 0 ? next : resolve(id))
  return session.models().filter(({ classes }: Trained) => classes.length > 0).map(({ heldOut, uncertainty }) => ({
    poolPredictions: heldOut.map(now),
    uncertainty: uncertainty ?? Number.NaN
  }))
}

/**
 * What criteria say of the last model, each in words. Going on is called hardly worth it when those on predictions agree, or
 * all do where nothing is held out. O(models · held-out items).
 */
export const outlookOf = (session: Session): Pick<Outlook, "stop" | "reasons"> => {
  const rounds = roundsOf(session), watched = (rounds.at(-1)?.poolPredictions.length ?? 0) > 0
  const reasons = criteria.filter(([, { name }]) => watched || name.startsWith("overall")).map(([name, criterion]) => {
    const last = Stopping.judge(criterion, rounds).at(-1)
    return { name, stop: last?.stop ?? false, says: last?.reason ?? "there is no model yet" }
  })
  const stop = reasons.length > 0 && reasons.filter((reason) => reason.stop).length * 2 > reasons.length
  return { stop, reasons }
}
