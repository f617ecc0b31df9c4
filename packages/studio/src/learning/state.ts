/**
 * What the server knows of its learner.
 */
import type { Drawn } from "../learner/protocol.ts"
import type { LearnerView } from "../server/wire.ts"
import type { Session } from "../session/session.ts"
import type { Told } from "../told.ts"
import type { Model } from "../view/model.ts"

/** See the fields. */
export interface State {
  view: LearnerView
  /** The model in memory; undefined until the learner has made one. */
  model: Model | undefined
  /** Grows whenever the model is another. */
  version: number
  /** Whether it has the items. */
  isReady: boolean
  /** Why it is of no more use; undefined as long as it is. */
  lost: Told | undefined
  /** The strategy of the last lesson that it was given. */
  asked: string | undefined
  /** Whether it was given a lesson and has not answered. */
  isBusy: boolean
  /** Labels that came, went or changed since. */
  changes: number
  readonly maps: Map<Drawn["kind"], Drawn>
  readonly drawing: Set<Drawn["kind"]>
}

/** Before the learner says anything: what the journal has of the last model. */
export const beginning = (session: Session, encoder: string): State => {
  const last = session.models().at(-1)
  const model = last === undefined ? null : { number: last.model, labels: last.labels, ms: last.ms }
  return {
    view: { doing: "starting", done: 0, total: 0, encoder, advice: null, model, problem: null, sample: null },
    model: undefined,
    version: 0,
    isReady: false,
    lost: undefined,
    asked: undefined,
    isBusy: false,
    changes: 0,
    maps: new Map(),
    drawing: new Set()
  }
}
