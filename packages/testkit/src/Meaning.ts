/**
 * The laws of meaning, each to be tried with `check(Meaning.equiangular, prototypes)`.
 */
import type { Law } from "./Law.ts"
import * as algebra from "./meaning/algebra.ts"
import { twiceTheBest } from "./meaning/center.ts"
import { coveredLast } from "./meaning/covered.ts"
import * as equal from "./meaning/equal.ts"
import * as kmeans from "./meaning/kmeans.ts"
import * as prototypes from "./meaning/prototypes.ts"
import * as sup from "./meaning/sup.ts"
import * as top from "./meaning/top.ts"
import { outlierIsLeast } from "./meaning/typicality.ts"
import * as uncertainty from "./meaning/uncertainty.ts"

export {
  increasingMaps,
  keepTopTwice,
  type Ordered,
  stagesCompose,
  thresholdsCommute,
  topOfTop
} from "./meaning/algebra.ts"
export { twiceTheBest } from "./meaning/center.ts"
export { coveredLast } from "./meaning/covered.ts"
export { type Bounded, equalIsEqual, staysInDomain } from "./meaning/equal.ts"
export type { Eventual } from "./meaning/eventual.ts"
export { type Draw, drawsBySquare, type Inertia, inertiaFalls, inertiaOfOne } from "./meaning/kmeans.ts"
export { cosineBounds, equiangular, type MaxCosine, type Prototypes } from "./meaning/prototypes.ts"
export { nearerTheMiddle, type Sup, supCold, supHot, supScales } from "./meaning/sup.ts"
export { tiesToSmaller, topIsHighest, type TopOf } from "./meaning/top.ts"
export { outlierIsLeast } from "./meaning/typicality.ts"
export { certaintyLowers, extremes } from "./meaning/uncertainty.ts"

/** Every law of meaning, in the order of the docs. */
export const all: ReadonlyArray<Law<never>> = [
  top.topIsHighest,
  top.tiesToSmaller,
  uncertainty.certaintyLowers,
  uncertainty.extremes,
  equal.equalIsEqual,
  equal.staysInDomain,
  outlierIsLeast,
  sup.nearerTheMiddle,
  sup.supCold,
  sup.supHot,
  sup.supScales,
  coveredLast,
  twiceTheBest,
  kmeans.inertiaFalls,
  kmeans.inertiaOfOne,
  kmeans.drawsBySquare,
  prototypes.equiangular,
  prototypes.cosineBounds,
  algebra.keepTopTwice,
  algebra.topOfTop,
  algebra.increasingMaps,
  algebra.thresholdsCommute,
  algebra.stagesCompose
]
