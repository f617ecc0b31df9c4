/** What is known about a data set that can be loaded by name. */
import type { Normalization } from "../normalization.ts"

/** A file of a data set, or a folder of images. Everything is about its bytes after unpacking, so that packing anew changes nothing. */
export interface KnownFile {
  /** What it may be called; `.gz` may follow. The first is the published name. */
  readonly names: readonly [string, ...ReadonlyArray<string>]
  readonly bytes?: number
  /** `sha256:…` or `md5:…`; absent where we are sure of none. */
  readonly checksum?: string
}

/** A split: how many images, in which files. */
export interface KnownSplit {
  /** How many images. */
  readonly rows: number
  /** For `idx` the images, then the labels; else files of images with their labels, in order. */
  readonly files: readonly [KnownFile, ...ReadonlyArray<KnownFile>]
}

/** How the files are written. */
export type Format = "idx" | "cifar-10" | "cifar-100" | "svhn" | ImageFormat

/** Those that are image files, which sharp decodes. */
export type ImageFormat = "tiny-imagenet" | "isic-2019"

/** A published download: one file, or an archive of the files. */
export interface Published {
  /** The file's name. */
  readonly name: string
  /** Of the file as it is sent. Absent where its authors publish none and we are sure of none. */
  readonly checksum?: string
  /** The file's size as it is sent, where it is known. */
  readonly bytes?: number
  /** Where it is, the authors' own address first. */
  readonly urls: readonly [string, ...ReadonlyArray<string>]
  /** For an archive: a folder at its top that is left out, so that the files lie where they are looked for. */
  readonly strip?: string
}

/** A data set that can be loaded by its `name`. */
export interface KnownDataset {
  readonly name: string
  /** Its name as its authors write it. */
  readonly title: string
  /** How its files are written. */
  readonly format: Format
  /** The name of each class; empty where only the files have them. */
  readonly classNames: ReadonlyArray<string>
  /** How many classes there are; as many as names by default. */
  readonly classes?: number
  /** How many items each class has, both splits together, where that is checked. */
  readonly classCounts?: ReadonlyArray<number>
  /** Of each image. */
  readonly shape: readonly [tall: number, wide: number, channels: number]
  /** What there is to train and to test with. */
  readonly splits: { readonly train: KnownSplit; readonly test: KnownSplit }
  /** For bytes: what (byte / 255 − mean) / std takes. */
  readonly normalization: Normalization
  /** Folders, below those where data sets lie, that may hold the files. */
  readonly folders: ReadonlyArray<string>
  /** Its authors' page. */
  readonly home: string
  /** On which terms it may be used, as far as we know. */
  readonly terms: string
  /** What the authors offer, with the checksums that they publish. */
  readonly published: ReadonlyArray<Published>
  /** How to get it, as the rest of a sentence. */
  readonly how: string
}

/** The names of the classes of digits. */
export const digitNames: ReadonlyArray<string> = Array.from({ length: 10 }, (_, digit) => String(digit))
