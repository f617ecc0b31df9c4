/**
 * Every part of the library by name: what a strategy's text may speak of.
 */
import { Filter, Registry, Score, Strategy } from "@marginalia/core"
import { modelBasedParts } from "./model-based-parts.ts"
import { otherTaskParts } from "./other-task-parts.ts"
import { distinctSampling } from "./recipe/distinct.ts"
import { facilityLocation } from "./recipe/facility-location.ts"
import { kCenterSampling } from "./recipe/kcenter.ts"
import { kmeansSampling } from "./recipe/kmeans.ts"
import { maxherding } from "./recipe/maxherding.ts"
import { probcover } from "./recipe/probcover.ts"
import { random } from "./recipe/random.ts"
import { supclust } from "./recipe/supclust.ts"
import { typiclust } from "./recipe/typiclust.ts"
import { proximity } from "./score/proximity.ts"
import { sup } from "./score/sup.ts"
import { typicality } from "./score/typicality.ts"
import { uniform } from "./score/uniform.ts"
import { herding } from "./select/herding.ts"
import { kCenter } from "./select/k-center.ts"
import { maxCoverage } from "./select/max-coverage.ts"
import { onePerCluster } from "./select/one-per-cluster.ts"
import { top } from "./select/top.ts"
import { distinct } from "./stage/distinct.ts"
import { keepPerCluster } from "./stage/keep-per-cluster.ts"
import { kmeans } from "./stage/kmeans.ts"
import { normalize } from "./stage/normalize.ts"
import { embed, features, gradients, predict, project } from "./stage/sources.ts"

const stages = [
  embed,
  predict,
  features,
  project,
  gradients,
  normalize,
  kmeans,
  keepPerCluster,
  distinct,
  Filter.keepTop,
  Filter.atLeast,
  Strategy.keepPicked
]

const scores = [
  uniform,
  typicality,
  sup,
  proximity,
  Score.add,
  Score.multiply,
  Score.scale,
  Score.negate,
  Score.rank,
  Score.standardize
]

const selectors = [top, onePerCluster, kCenter, maxCoverage, herding]

const recipes = [
  random,
  typiclust,
  supclust,
  kCenterSampling,
  probcover,
  maxherding,
  facilityLocation,
  kmeansSampling,
  distinctSampling
]

/**
 * The parts and strategies of this library. Merge your own into it with `Registry.merge`.
 *
 * @example
 * ```ts
 * import { Strategy } from "@marginalia/core"
 * import { registry } from "@marginalia/strategies"
 *
 * console.log(registry.strategy.has("supclust")) // => true
 * console.log(Strategy.text(Strategy.readUnsafe("keep-top(entropy, 50%) | k-center", registry))) // => keep-top(entropy, 50%) | k-center
 * ```
 */
export const registry: Registry.Registry = Registry.make([
  ...stages,
  ...scores,
  ...selectors,
  ...recipes,
  ...modelBasedParts,
  ...otherTaskParts
])
