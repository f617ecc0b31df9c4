/** What networks are made of, for those of one's own: see `defineNetwork`. */
export { dropout, flatten, relu } from "./layer/activation.ts"
export { batchNorm } from "./layer/batch-norm.ts"
export { type Convolution, convolution } from "./layer/convolution.ts"
export { dense } from "./layer/dense.ts"
export { type Layer, type Pass, type Run, type Weight } from "./layer/Layer.ts"
export { globalMean, maxPool } from "./layer/pool.ts"
export { residual, sequence } from "./layer/sequence.ts"
