/** SVHN. */
import { normalizations } from "../normalization.ts"
import { digitNames, type KnownDataset, type KnownFile } from "./description.ts"

const svhnFile = (name: string, bytes: number, md5: string): KnownFile => ({
  names: [name],
  bytes,
  checksum: `md5:${md5}`
})

const svhnTrain = svhnFile("train_32x32.mat", 182_040_794, "e26dedcc434d2e4c54c9b2d4a06d8373")
const svhnTest = svhnFile("test_32x32.mat", 64_275_384, "eb5a983be6a315427106f1b164d9cef3")

/** SVHN: house numbers, the cropped digits without the extra set (Netzer et al. 2011). */
export const svhn: KnownDataset = {
  name: "svhn",
  title: "SVHN, digits of house numbers",
  format: "svhn",
  classNames: digitNames,
  shape: [32, 32, 3],
  splits: { train: { rows: 73_257, files: [svhnTrain] }, test: { rows: 26_032, files: [svhnTest] } },
  normalization: normalizations.svhn,
  folders: ["svhn", "SVHN"],
  home: "http://ufldl.stanford.edu/housenumbers/",
  terms:
    "for non-commercial use only; the authors ask to cite Y. Netzer et al., Reading Digits in Natural Images, 2011",
  published: [svhnTrain, svhnTest].map(({ bytes, checksum, names: [name] }) => ({
    name,
    checksum: checksum!,
    bytes: bytes!,
    urls: [`http://ufldl.stanford.edu/housenumbers/${name}`]
  })),
  how: "put train_32x32.mat and test_32x32.mat (format 2, cropped digits) into a folder svhn"
}
