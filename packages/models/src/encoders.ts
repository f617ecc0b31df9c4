/** Encoders: from images, vectors and texts to embeddings. */
export { type Covariance, covariance } from "./encoder/covariance.ts"
export * as Encoder from "./encoder/Encoder.ts"
export { EncoderError, type EncoderProblem } from "./encoder/errors.ts"
export { flat, given, raw, unitRows } from "./encoder/matrix.ts"
export { hashModel, modelEncoder, type ModelOptions } from "./encoder/model.ts"
export { applyPca, fitPca, type Pca, pcaEncoder } from "./encoder/pca.ts"
export * as Source from "./encoder/Source.ts"
export { applyStandardize, fitStandardize, type Standardization, standardizeEncoder } from "./encoder/standardize.ts"
