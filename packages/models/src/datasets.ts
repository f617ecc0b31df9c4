/**
 * Known data sets: find and load them, and draw subsets of them, under `@marginalia/models/datasets`.
 */
export { type Source } from "./data/by-class.ts"
export { cifar10, cifar100, cifar100Coarse, type CifarLabel, parseCifar } from "./data/cifar.ts"
export { DatasetError, type DatasetProblem, InvalidSubset } from "./data/errors.ts"
export { type HoldOut, holdOut } from "./data/hold-out.ts"
export { type Idx, parseIdx, parseIdxImages, parseIdxLabels } from "./data/idx.ts"
export type { LabeledImages } from "./data/images.ts"
export { balancedInitial, randomInitial } from "./data/initial.ts"
export { type Format, known, type KnownDataset, type KnownFile, type KnownSplit, type Published } from "./data/known.ts"
export { type Dataset, load, type Split } from "./data/load.ts"
export { find, locate, type Located, type LocateOptions, type Looked, type Which } from "./data/locate.ts"
export { longTail, longTailCounts, type LongTailOptions } from "./data/long-tail.ts"
export { type MatArray, parseMat } from "./data/mat.ts"
export { loadDataset } from "./data/promise.ts"
export { parseSvhn } from "./data/svhn.ts"
export { unpack } from "./data/unpack.ts"
