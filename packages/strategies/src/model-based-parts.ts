/**
 * Strategies that ask a model, and their parts: uncertainty, prototypes, gradients, batches. A list of them all
 * for the registry; programs that import this hold them all.
 */
import type { Registry } from "@marginalia/core"
import { gradientEmbedding } from "./badge/gradient-embedding.ts"
import { seeding } from "./badge/seeding.ts"
import { batchBald } from "./batch/batchbald.ts"
import { byRelevance } from "./batch/by-relevance.ts"
import { nearestToCenter } from "./batch/nearest-to-center.ts"
import { topWithPseudoLabels } from "./batch/pseudo-labels.ts"
import { weightedKMeans } from "./batch/weighted-kmeans.ts"
import { forwardBackward } from "./fisher/forward-backward.ts"
import { maxSeparation } from "./prototypes/max-separation.ts"
import { msal } from "./prototypes/msal.ts"
import { perPrototype } from "./prototypes/per-prototype.ts"
import { badge } from "./recipe/badge.ts"
import { bait } from "./recipe/bait.ts"
import { baldSampling } from "./recipe/bald.ts"
import { batchBaldSampling } from "./recipe/batchbald.ts"
import { ceal } from "./recipe/ceal.ts"
import { clue } from "./recipe/clue.ts"
import { dbal } from "./recipe/dbal.ts"
import { densityWeightedSampling } from "./recipe/density-weighted.ts"
import { direct } from "./recipe/direct.ts"
import { diverseMinibatch } from "./recipe/diverse-minibatch.ts"
import { dropquery } from "./recipe/dropquery.ts"
import { entropyDropoutSampling } from "./recipe/entropy-dropout.ts"
import { entropySampling } from "./recipe/entropy.ts"
import { epigSampling } from "./recipe/epig.ts"
import { falcun } from "./recipe/falcun.ts"
import { leastConfidenceDropoutSampling } from "./recipe/least-confidence-dropout.ts"
import { leastConfidenceSampling } from "./recipe/least-confidence.ts"
import { marginDropoutSampling } from "./recipe/margin-dropout.ts"
import { marginSampling } from "./recipe/margin.ts"
import { mcEntropySampling } from "./recipe/mc-entropy.ts"
import { meanStdSampling } from "./recipe/mean-std.ts"
import { msalD } from "./recipe/msal-d.ts"
import { msalSampling } from "./recipe/msal.ts"
import { powerSampling } from "./recipe/power.ts"
import { queryByCommittee } from "./recipe/query-by-committee.ts"
import { refine } from "./recipe/refine.ts"
import { tailFirst } from "./recipe/tail-first.ts"
import { typiclustThenMargin } from "./recipe/typiclust-then-margin.ts"
import { uherding } from "./recipe/uherding.ts"
import { variationRatioSampling } from "./recipe/variation-ratio.ts"
import { aroundThreshold } from "./select/around-threshold.ts"
import { perClass } from "./select/per-class.ts"
import { weightedHerding } from "./select/weighted-herding.ts"
import { calibrate } from "./stage/calibrate.ts"
import { bald } from "./uncertainty/bald.ts"
import { consensusKl } from "./uncertainty/consensus-kl.ts"
import { densityWeighted } from "./uncertainty/density-weighted.ts"
import { disagreement } from "./uncertainty/disagreement.ts"
import { entropy } from "./uncertainty/entropy.ts"
import { epig } from "./uncertainty/epig.ts"
import { leastConfidenceDropout } from "./uncertainty/least-confidence-dropout.ts"
import { leastConfidence } from "./uncertainty/least-confidence.ts"
import { marginDropout } from "./uncertainty/margin-dropout.ts"
import { margin } from "./uncertainty/margin.ts"
import { entropyDropout, mcEntropy } from "./uncertainty/mc-entropy.ts"
import { meanStd } from "./uncertainty/mean-std.ts"
import { power } from "./uncertainty/power.ts"
import { variationRatio } from "./uncertainty/variation-ratio.ts"
import { voteEntropy } from "./uncertainty/vote-entropy.ts"

const stages = [calibrate, maxSeparation, gradientEmbedding, weightedKMeans]

const scores = [
  leastConfidence,
  margin,
  entropy,
  leastConfidenceDropout,
  marginDropout,
  entropyDropout,
  bald,
  meanStd,
  variationRatio,
  mcEntropy,
  voteEntropy,
  consensusKl,
  disagreement,
  epig,
  msal,
  power,
  densityWeighted
]

const selectors = [
  perPrototype,
  seeding,
  nearestToCenter,
  topWithPseudoLabels,
  batchBald,
  byRelevance,
  perClass,
  aroundThreshold,
  weightedHerding,
  forwardBackward
]

const recipes = [
  leastConfidenceSampling,
  marginSampling,
  entropySampling,
  leastConfidenceDropoutSampling,
  marginDropoutSampling,
  entropyDropoutSampling,
  baldSampling,
  meanStdSampling,
  variationRatioSampling,
  mcEntropySampling,
  queryByCommittee,
  msalSampling,
  msalD,
  ceal,
  badge,
  diverseMinibatch,
  clue,
  falcun,
  dropquery,
  epigSampling,
  tailFirst,
  direct,
  bait,
  refine,
  batchBaldSampling,
  powerSampling,
  densityWeightedSampling,
  typiclustThenMargin,
  uherding,
  dbal
]

/** Every model-based part and strategy, for a registry. */
export const modelBasedParts: ReadonlyArray<Registry.Described> = [...stages, ...scores, ...selectors, ...recipes]
