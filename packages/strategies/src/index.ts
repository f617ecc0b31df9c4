/**
 * Active-learning strategies as pipelines, and the parts they are made of.
 *
 * @module
 */
export * from "./model-based.ts"
export { kcenter } from "./recipe/kcenter.ts"
export { kmeansSampling } from "./recipe/kmeans.ts"
export { probcover } from "./recipe/probcover.ts"
export { random } from "./recipe/random.ts"
export { supclust } from "./recipe/supclust.ts"
export { typiclust } from "./recipe/typiclust.ts"
export { registry } from "./registry.ts"
export { proximity } from "./score/proximity.ts"
export { sup, supWeights } from "./score/sup.ts"
export { typicality } from "./score/typicality.ts"
export { uniform } from "./score/uniform.ts"
export { kCenter } from "./select/k-center.ts"
export { maxCoverage } from "./select/max-coverage.ts"
export { onePerCluster, visitingOrder } from "./select/one-per-cluster.ts"
export { deltaOf } from "./select/purity.ts"
export { top } from "./select/top.ts"
export type { Space } from "./space.ts"
export { keepPerCluster } from "./stage/keep-per-cluster.ts"
export { kmeans } from "./stage/kmeans.ts"
export { normalize } from "./stage/normalize.ts"
export { embed, features, gradients, predict, project } from "./stage/sources.ts"
