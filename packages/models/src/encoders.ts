/** Encoders: from images, vectors and texts to embeddings. */
export { type Cached, CacheError, cacheFolder, type CacheProblem, encodeCached } from "./encoder/cache.ts"
export { type Covariance, covariance } from "./encoder/covariance.ts"
export { type BeginOptions } from "./encoder/embed/begin.ts"
export { type Embedded, embedItems, type EmbedOptions, embedTexts } from "./encoder/embed/embed-items.ts"
export * as Encoder from "./encoder/Encoder.ts"
export { EncoderError, type EncoderProblem, type Misfit, type ModelFault } from "./encoder/errors.ts"
export { FITTED_FILES, loadFitted, saveFitted } from "./encoder/fitted-store.ts"
export { type Fitted, fittedEncoder, type FittedTo } from "./encoder/fitted.ts"
export { type ListedEncoder, type ListedPretrained, listEncoders } from "./encoder/list-encoders.ts"
export { flat, given, raw, unitRows } from "./encoder/matrix.ts"
export { type Measured, measured, type MeasuredOn, measuredOn } from "./encoder/measured.ts"
export { hashModel, modelEncoder, type ModelOptions } from "./encoder/model.ts"
export { onnxEncoder, type OnnxOptions, readPreprocess } from "./encoder/onnx.ts"
export { applyPca, applyPcaOf, fitPca, fitPcaOf, type Pca, pcaEncoder } from "./encoder/pca.ts"
export {
  defineEncoder,
  type EncoderPlan,
  encoders,
  type Held,
  type Learning,
  type Ready,
  type Setting,
  type StartError,
  type StartNeeds
} from "./encoder/plan.ts"
export type { Pooling } from "./encoder/pooling.ts"
export { Preprocess, preprocess } from "./encoder/preprocess.ts"
export { registry as encoderRegistry } from "./encoder/registry.ts"
export type { Interpolation } from "./encoder/resample.ts"
export type { Rows } from "./encoder/rows.ts"
export { savedAt } from "./encoder/saved.ts"
export { CheckpointError, type CheckpointProblem, type PretrainingError } from "./encoder/simclr.ts"
export * as Simclr from "./encoder/simclr.ts"
export * as Source from "./encoder/Source.ts"
export { applyStandardize, fitStandardize, type Standardization, standardizeEncoder } from "./encoder/standardize.ts"
export { imageEncoder, textEncoder, type TransformersOptions } from "./encoder/transformers.ts"
export {
  type Converted,
  convertPretrained,
  type Exported,
  exportPretrained,
  type Pretrained,
  pretrained
} from "./pretrained/pretrained.ts"
