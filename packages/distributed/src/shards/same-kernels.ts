/** Whether machines answer a question to the same bits. */
import type { Variant } from "@marginalia/core/Kernels"
import { version } from "@marginalia/experiments/version"
import { roundingOf } from "../rounding.ts"

/**
 * What machines of one pool have alike: how the kernels of a `variant` round here, and the version, whose questions and kernels may be
 * others in the next.
 */
export const sameKernels = (variant: Variant): string => `${roundingOf(variant)} ${version}`
