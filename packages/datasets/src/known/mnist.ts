/** MNIST and Fashion-MNIST. */
import { normalizations } from "../normalization.ts"
import { digitNames, type KnownDataset, type KnownFile, type Published } from "./description.ts"

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

const idxPublished = (
  four: readonly [string, string, string, string],
  [first, ...mirrors]: readonly [string, ...ReadonlyArray<string>]
): ReadonlyArray<Published> =>
  ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"].map((stem, i) => {
    const name = `${stem}-ubyte.gz`
    return { name, checksum: `md5:${four[i]}`, urls: [`${first}${name}`, ...mirrors.map((mirror) => mirror + name)] }
  })

/** MNIST: handwritten digits (LeCun, Cortes & Burges 1998). */
export const mnist: KnownDataset = {
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
  terms: "Creative Commons Attribution-ShareAlike 3.0, by Y. LeCun and C. Cortes",
  published: idxPublished([
    "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "d53e105ee54ea40749a09fcbcd1e9432",
    "9fb629c4189551a2d022fa330f9573f3",
    "ec29112dd5afa0611ce80d1b7f02629c"
  ], ["http://yann.lecun.com/exdb/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"]),
  how: "put its four files (train-images-idx3-ubyte.gz and so on) into a folder mnist"
}

/** Fashion-MNIST: articles of clothing (Xiao, Rasul & Vollgraf 2017). Mean and std are our own, over the training images. */
export const fashionMnist: KnownDataset = {
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
  terms: "MIT license, by Zalando SE",
  published: idxPublished([
    "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "25c81989df183df01b3e8a0aad5dffbe",
    "bef4ecab320f06d8554ea6380940ec79",
    "bb300cfdad3c16e7a12a480ee83cd310"
  ], ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"]),
  how: "on Debian and Ubuntu install the package dataset-fashion-mnist; elsewhere put its four files " +
    "(train-images-idx3-ubyte.gz and so on) into a folder fashion-mnist"
}
