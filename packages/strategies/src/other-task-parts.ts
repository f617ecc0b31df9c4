/**
 * Parts and strategies for labels that are sets or numbers.
 */
import type { Registry } from "@marginalia/core"
import { labelUncertainty } from "./multi-label/label-uncertainty.ts"
import { gsx } from "./recipe/gsx.ts"
import { gsy } from "./recipe/gsy.ts"
import { igs } from "./recipe/igs.ts"
import { multiLabelEntropy } from "./recipe/multi-label-entropy.ts"
import { multiLabelMargin } from "./recipe/multi-label-margin.ts"
import { varianceSampling } from "./recipe/variance.ts"
import { greedySampling } from "./regression/greedy-sampling.ts"
import { variance } from "./regression/variance.ts"

/** Every part and strategy of multi-label classification and of regression, for a registry. */
export const otherTaskParts: ReadonlyArray<Registry.Described> = [
  labelUncertainty,
  variance,
  greedySampling,
  multiLabelMargin,
  multiLabelEntropy,
  gsx,
  gsy,
  igs,
  varianceSampling
]
