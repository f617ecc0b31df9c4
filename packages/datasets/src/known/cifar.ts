/** CIFAR-10 and CIFAR-100. */
import { cifar100Names } from "../names.ts"
import { normalizations } from "../normalization.ts"
import type { KnownDataset, KnownFile } from "./description.ts"

const batch = (name: string): KnownFile => ({ names: [name], bytes: 30_730_000 })

const krizhevsky =
  "no license is stated; the authors ask to cite A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009"

/** CIFAR-10: ten kinds of things, in color (Krizhevsky 2009). */
export const cifar10: KnownDataset = {
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
  terms: krizhevsky,
  published: [{
    name: "cifar-10-binary.tar.gz",
    checksum: "md5:c32a1d4ab5d03f1284b67883e8d87530",
    bytes: 170_052_171,
    urls: ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"],
    strip: "cifar-10-batches-bin"
  }],
  how: "unpack cifar-10-binary.tar.gz (the binary version, not the Python one) into a folder cifar-10"
}

/** CIFAR-100: a hundred kinds of things, with their fine labels (Krizhevsky 2009). */
export const cifar100: KnownDataset = {
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
  terms: krizhevsky,
  published: [{
    name: "cifar-100-binary.tar.gz",
    checksum: "md5:03b5dce01913d631647c71ecec9e9cb8",
    urls: ["https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"],
    strip: "cifar-100-binary"
  }],
  how: "unpack cifar-100-binary.tar.gz (the binary version, not the Python one) into a folder cifar-100"
}
