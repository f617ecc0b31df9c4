/**
 * Data sets: find and load known ones and your own, and draw subsets of them, under `@marginalia/models/datasets`.
 */
export { type Source } from "./data/by-class.ts"
export { cifar10, cifar100, cifar100Coarse, type CifarLabel, parseCifar } from "./data/cifar.ts"
export type { Dataset, LoadedImages, Part, Split } from "./data/dataset.ts"
export { download, type DownloadOptions, type DownloadPlan, planDownload } from "./data/download/download.ts"
export { DownloadError, type DownloadProblem } from "./data/download/errors.ts"
export type { FetchOptions } from "./data/download/fetch.ts"
export { DatasetError, type DatasetProblem, InvalidSubset } from "./data/errors.ts"
export { type HoldOut, holdOut } from "./data/hold-out.ts"
export { type Idx, parseIdx, parseIdxImages, parseIdxLabels } from "./data/idx.ts"
export { type FolderOptions, listFolder, type Listing } from "./data/image/folder.ts"
export type { ImageOptions } from "./data/image/options.ts"
export { readImages } from "./data/image/read.ts"
export { type ImageBatch, type ImageList, type ReadOptions, type Skipped, streamImages } from "./data/image/stream.ts"
export type { LabeledImages } from "./data/images.ts"
export { balancedInitial, randomInitial } from "./data/initial.ts"
export {
  type Format,
  type ImageFormat,
  known,
  type KnownDataset,
  type KnownFile,
  type KnownSplit,
  type Published
} from "./data/known.ts"
export { type Limit, Limits } from "./data/limits.ts"
export { load, type LoadOptions } from "./data/load.ts"
export { find, locate, type Located, type LocateOptions, type Looked, type Which } from "./data/locate.ts"
export { longTail, longTailCounts, type LongTailOptions } from "./data/long-tail.ts"
export { type MatArray, parseMat } from "./data/mat.ts"
export {
  listImages,
  loadData,
  type LoadDataOptions,
  loadFolder,
  type LoadFolderOptions,
  loadImages,
  type LoadImagesOptions
} from "./data/own.ts"
export { openParquet, type ParquetFile, UnreadableParquet } from "./data/parquet/file.ts"
export { loadDataset } from "./data/promise.ts"
export { parseSvhn } from "./data/svhn.ts"
export { isTable, loadTable, type LoadTableOptions, readTable } from "./data/table/load.ts"
export type { TableOptions } from "./data/table/plan.ts"
export { unpack } from "./data/unpack.ts"
