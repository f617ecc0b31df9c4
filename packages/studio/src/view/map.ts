/**
 * The map as the page is told of it.
 */
import { fittedOf } from "../learner/map-sample.ts"
import type { Drawn } from "../learner/protocol.ts"
import type { MapView } from "../server/wire.ts"
import type { Status } from "../session/consensus.ts"
import type { Session } from "../session/session.ts"
import { asNow, type Model } from "./model.ts"

const base64 = ({ buffer, byteLength, byteOffset }: ArrayBufferView): string =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("base64")

/** What a status is called among the labels of a map. */
const codeOf = (status: Status): number => {
  switch (status._tag) {
    case "Labeled":
      return status.class
    case "Open":
      return -1
    case "CannotTell":
      return -2
    case "Bad":
      return -3
    case "Conflict":
      return -4
    case "Skipped":
      return -5
  }
}

/** See `MapView`. O(items). */
export const mapView = (session: Session, model: Model | undefined, { kind, points }: Drawn): MapView => {
  const { size } = session.created, now = asNow(session)
  const labels = new Int32Array(size).fill(-1), predicted = new Int32Array(size).fill(-1)
  const uncertainty = new Uint8Array(size), heldOut = new Uint8Array(size)
  for (const item of session.heldOut.order) heldOut[item] = 1
  for (const item of session.touched()) labels[item] = codeOf(session.status(item))
  const says = model?.learned.probability === undefined ? undefined : model.learned
  for (let item = 0; says !== undefined && item < size; item++) {
    if (heldOut[item] === 1) continue
    predicted[item] = now[says.top[item]!]!
    uncertainty[item] = Math.round(255 * (1 - says.confidence[item]!))
  }
  return {
    kind,
    size,
    fitted: kind === "umap" ? fittedOf(size) : size,
    points: base64(points),
    labels: base64(labels),
    predicted: base64(predicted),
    uncertainty: base64(uncertainty),
    heldOut: base64(heldOut)
  }
}
