/** The data sets that can be loaded by name, as data: what they hold, their files, where to look, how to get them. */
import { cifar10, cifar100 } from "./known/cifar.ts"
import type { KnownDataset } from "./known/description.ts"
import { isic, tinyImagenet } from "./known/folders.ts"
import { fashionMnist, mnist } from "./known/mnist.ts"
import { svhn } from "./known/svhn.ts"

export type { Format, ImageFormat, KnownDataset, KnownFile, KnownSplit, Published } from "./known/description.ts"

/** All of them, by name. */
export const knownDatasets: ReadonlyMap<string, KnownDataset> = new Map(
  [mnist, fashionMnist, cifar10, cifar100, svhn, tinyImagenet, isic].map((dataset) => [dataset.name, dataset])
)

/** The names of all data sets that there are without a plugin: of the digits, which come along, and of the known ones. */
export const datasetNames: ReadonlyArray<string> = ["digits", ...knownDatasets.keys()]
