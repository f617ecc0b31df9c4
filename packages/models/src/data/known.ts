/** The data sets that can be loaded by name, as data: what they hold, their files, where to look, how to get them. */
import type { Normalization } from "../train/normalization.ts"
import { normalizations } from "../train/normalization.ts"
import { cifar100Names } from "./names.ts"

/** A file of a data set. Everything is about its bytes after unpacking, so that packing anew changes nothing. */
export interface KnownFile {
  /** What it may be called; `.gz` may follow. The first is the published name. */
  readonly names: readonly [string, ...ReadonlyArray<string>]
  readonly bytes?: number
  /** `sha256:…` or `md5:…`; absent where we are sure of none. */
  readonly checksum?: string
}

/** A split: how many images, in which files. */
export interface KnownSplit {
  readonly rows: number
  /** For `idx` the images, then the labels; else files of images with their labels, in order. */
  readonly files: readonly [KnownFile, ...ReadonlyArray<KnownFile>]
}

/** How the files are written. */
export type Format = "idx" | "cifar-10" | "cifar-100" | "svhn"

/** A published download: one file, or an archive of the files. */
export interface Published {
  readonly name: string
  readonly checksum: string
  readonly bytes?: number
}

/** A data set that can be loaded by name. */
export interface KnownDataset {
  readonly name: string
  readonly title: string
  readonly format: Format
  /** The name of each class. */
  readonly classNames: ReadonlyArray<string>
  readonly shape: readonly [tall: number, wide: number, channels: number]
  readonly splits: { readonly train: KnownSplit; readonly test: KnownSplit }
  /** For bytes: what (byte / 255 − mean) / std takes. */
  readonly normalization: Normalization
  /** Folders, below those where data sets lie, that may hold the files. */
  readonly folders: ReadonlyArray<string>
  /** Its authors' page. */
  readonly home: string
  /** What the authors offer, with the checksums that they publish. */
  readonly published: ReadonlyArray<Published>
  /** How to get it, as the rest of a sentence. */
  readonly how: string
}

const sums = (...four: readonly [string, string, string, string]): KnownDataset["splits"] => {
  const file = (stem: string, suffix: string, bytes: number, checksum: string): KnownFile => ({
    names: [`${stem}-${suffix}-ubyte`, `${stem}.${suffix}-ubyte`],
    bytes,
    checksum: `sha256:${checksum}`
  })
  return {
    train: {
      rows: 60_000,
      files: [
        file("train-images", "idx3", 47_040_016, four[0]),
        file("train-labels", "idx1", 60_008, four[1])
      ]
    },
    test: {
      rows: 10_000,
      files: [file("t10k-images", "idx3", 7_840_016, four[2]), file("t10k-labels", "idx1", 10_008, four[3])]
    }
  }
}

const idxPublished = (...four: readonly [string, string, string, string]): ReadonlyArray<Published> =>
  ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"].map((name, i) => ({
    name: `${name}-ubyte.gz`,
    checksum: `md5:${four[i]}`
  }))

const digitNames = Array.from({ length: 10 }, (_, digit) => String(digit))

/** MNIST: handwritten digits (LeCun, Cortes & Burges 1998). */
const mnist: KnownDataset = {
  name: "mnist",
  title: "MNIST, handwritten digits",
  format: "idx",
  classNames: digitNames,
  shape: [28, 28, 1],
  splits: sums(
    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"
  ),
  normalization: normalizations.mnist,
  folders: ["mnist", "MNIST/raw", "MNIST"],
  home: "http://yann.lecun.com/exdb/mnist/",
  published: idxPublished(
    "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "d53e105ee54ea40749a09fcbcd1e9432",
    "9fb629c4189551a2d022fa330f9573f3",
    "ec29112dd5afa0611ce80d1b7f02629c"
  ),
  how: "put its four files (train-images-idx3-ubyte.gz and so on) into a folder mnist"
}

/** Fashion-MNIST: articles of clothing (Xiao, Rasul & Vollgraf 2017). Mean and std are our own, over the training images. */
const fashionMnist: KnownDataset = {
  name: "fashion-mnist",
  title: "Fashion-MNIST, articles of clothing",
  format: "idx",
  classNames: [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot"
  ],
  shape: [28, 28, 1],
  splits: sums(
    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"
  ),
  normalization: { scale: 255, mean: [0.286], std: [0.353] },
  folders: ["fashion-mnist", "FashionMNIST/raw", "FashionMNIST"],
  home: "https://github.com/zalandoresearch/fashion-mnist",
  published: idxPublished(
    "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "25c81989df183df01b3e8a0aad5dffbe",
    "bef4ecab320f06d8554ea6380940ec79",
    "bb300cfdad3c16e7a12a480ee83cd310"
  ),
  how: "on Debian and Ubuntu install the package dataset-fashion-mnist; elsewhere put its four files " +
    "(train-images-idx3-ubyte.gz and so on) into a folder fashion-mnist"
}

const batch = (name: string): KnownFile => ({ names: [name], bytes: 30_730_000 })

/** CIFAR-10: ten kinds of things, in color (Krizhevsky 2009). */
const cifar10: KnownDataset = {
  name: "cifar-10",
  title: "CIFAR-10, ten kinds of things",
  format: "cifar-10",
  classNames: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
  shape: [32, 32, 3],
  splits: {
    train: {
      rows: 50_000,
      files: [
        batch("data_batch_1.bin"),
        batch("data_batch_2.bin"),
        batch("data_batch_3.bin"),
        batch("data_batch_4.bin"),
        batch("data_batch_5.bin")
      ]
    },
    test: { rows: 10_000, files: [batch("test_batch.bin")] }
  },
  normalization: normalizations.cifar10,
  folders: ["cifar-10", "cifar-10-batches-bin", "cifar10", "cifar-10/cifar-10-batches-bin"],
  home: "https://www.cs.toronto.edu/~kriz/cifar.html",
  published: [{
    name: "cifar-10-binary.tar.gz",
    checksum: "md5:c32a1d4ab5d03f1284b67883e8d87530",
    bytes: 170_052_171
  }],
  how: "unpack cifar-10-binary.tar.gz (the binary version, not the Python one) there"
}

/** CIFAR-100: a hundred kinds of things, with their fine labels (Krizhevsky 2009). */
const cifar100: KnownDataset = {
  name: "cifar-100",
  title: "CIFAR-100, a hundred kinds of things",
  format: "cifar-100",
  classNames: cifar100Names,
  shape: [32, 32, 3],
  splits: {
    train: { rows: 50_000, files: [{ names: ["train.bin"], bytes: 153_700_000 }] },
    test: { rows: 10_000, files: [{ names: ["test.bin"], bytes: 30_740_000 }] }
  },
  normalization: normalizations.cifar100,
  folders: ["cifar-100", "cifar-100-binary", "cifar100", "cifar-100/cifar-100-binary"],
  home: "https://www.cs.toronto.edu/~kriz/cifar.html",
  published: [{ name: "cifar-100-binary.tar.gz", checksum: "md5:03b5dce01913d631647c71ecec9e9cb8" }],
  how: "unpack cifar-100-binary.tar.gz (the binary version, not the Python one) there"
}

const svhnFile = (name: string, bytes: number, md5: string): KnownFile => ({
  names: [name],
  bytes,
  checksum: `md5:${md5}`
})

const svhnTrain = svhnFile("train_32x32.mat", 182_040_794, "e26dedcc434d2e4c54c9b2d4a06d8373")
const svhnTest = svhnFile("test_32x32.mat", 64_275_384, "eb5a983be6a315427106f1b164d9cef3")

/** SVHN: house numbers, the cropped digits without the extra set (Netzer et al. 2011). */
const svhn: KnownDataset = {
  name: "svhn",
  title: "SVHN, digits of house numbers",
  format: "svhn",
  classNames: digitNames,
  shape: [32, 32, 3],
  splits: { train: { rows: 73_257, files: [svhnTrain] }, test: { rows: 26_032, files: [svhnTest] } },
  normalization: normalizations.svhn,
  folders: ["svhn", "SVHN"],
  home: "http://ufldl.stanford.edu/housenumbers/",
  published: [svhnTrain, svhnTest].map(({ bytes, checksum, names: [name] }) => ({
    name,
    checksum: checksum!,
    bytes: bytes!
  })),
  how: "put train_32x32.mat and test_32x32.mat (format 2, cropped digits) into a folder svhn"
}

/** All of them, by name. */
export const known: ReadonlyMap<string, KnownDataset> = new Map(
  [mnist, fashionMnist, cifar10, cifar100, svhn].map((dataset) => [dataset.name, dataset])
)
