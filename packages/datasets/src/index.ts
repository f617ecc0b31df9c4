/**
 * Data sets: find and load known ones and your own, and draw subsets of them.
 */
export { type Source } from "./by-class.ts"
export { cifar10, cifar100, cifar100Coarse, type CifarLabel, parseCifar } from "./cifar.ts"
export { compareCodePoints, sortedClasses } from "./class-order.ts"
export type { Dataset, LoadedImages, Part, Split } from "./dataset.ts"
export { DataError, type DataProblem, digits, type LabeledData, loadDigits } from "./digits.ts"
export { download, type DownloadOptions, type DownloadPlan, planDownload } from "./download/download.ts"
export { DownloadError, type DownloadProblem } from "./download/errors.ts"
export type { FetchOptions } from "./download/fetch.ts"
export { DatasetError, type DatasetProblem, InvalidSubset, type SubsetProblem } from "./errors.ts"
export { folds } from "./folds.ts"
export { type HoldOut, holdOut } from "./hold-out.ts"
export { type Idx, parseIdx, parseIdxImages, parseIdxLabels } from "./idx.ts"
export { type FolderOptions, listFolder, type Listing } from "./image/folder.ts"
export type { ImageOptions } from "./image/options.ts"
export { readImages } from "./image/read.ts"
export { type ImageBatch, type ImageList, type ReadOptions, type Skipped, streamImages } from "./image/stream.ts"
export type { LabeledImages } from "./images.ts"
export { balancedInitial, randomInitial } from "./initial.ts"
export {
  type Format,
  type ImageFormat,
  type KnownDataset,
  knownDatasets,
  type KnownFile,
  type KnownSplit,
  type Published
} from "./known.ts"
export { type Limit, Limits } from "./limits.ts"
export { load, type LoadOptions, open } from "./load.ts"
export { find, locate, type Located, type LocateOptions, type Looked, type Which } from "./locate.ts"
export { longTail, longTailCounts, type LongTailOptions } from "./long-tail.ts"
export { type MatArray, parseMat } from "./mat.ts"
export {
  listImages,
  loadData,
  type LoadDataOptions,
  loadFolder,
  type LoadFolderOptions,
  loadImages,
  type LoadImagesOptions,
  openData,
  openImages
} from "./own.ts"
export { openParquet, type ParquetFile } from "./parquet/file.ts"
export { type ParquetProblem, UnreadableParquet } from "./parquet/unreadable.ts"
export { loadDataset } from "./promise.ts"
export { type FoundItems, type ItemsOptions, readItems } from "./read-items.ts"
export { withScratch } from "./scratch-scope.ts"
export { parseSvhn } from "./svhn.ts"
export { isTable, loadTable, type LoadTableOptions, readTable } from "./table/load.ts"
export type { TableOptions } from "./table/rows.ts"
export { unpack } from "./unpack.ts"
