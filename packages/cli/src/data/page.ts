/**
 * Data sets for the terminal: a list of all, a page of one.
 */
import { bytes } from "@marginalia/core/Words"
import type { KnownDataset, KnownFile, Located, Looked, Published } from "@marginalia/datasets"
import { entry, table } from "../terminal/table.ts"

const INDENT = 15

const shapeText = ({ shape }: KnownDataset): string => shape.join(" × ")

const count = (n: number): string => n.toLocaleString("en-US")

const row = ({ dataset, found }: Located): ReadonlyArray<string> => [
  dataset.name,
  count(dataset.splits.train.rows),
  count(dataset.splits.test.rows),
  shapeText(dataset),
  count(dataset.classes ?? dataset.classNames.length),
  found?.path ?? "not here"
]

const field = (title: string, text: string): ReadonlyArray<string> => entry(title, text, INDENT)

/** One line each, unbroken, so that paths and checksums can be copied. */
const block = (title: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.map((line, i) => (i === 0 ? title : "").padEnd(INDENT) + line)

/** What comes along is nowhere to be looked for. */
const digitsRow = ["digits", count(1797), "–", "8 × 8 × 1", "10", "comes along"]

/** The page of the digits, which are of no file that is looked for. */
export const digitsLines: ReadonlyArray<string> = [
  "digits: handwritten digits, for a first run",
  "",
  ...block("here", ["they come along"]),
  ...field("images", `${count(1797)} to choose from, 8 × 8 × 1; none is set aside to test with`),
  ...field("classes", "10: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9"),
  ...field("terms", "UCI's test set (Alpaydin & Kaynak 1998), CC BY 4.0")
]

/** A line a data set, those that come along first: its size, and the folder that holds it. */
export const listLines = (all: ReadonlyArray<Located>): ReadonlyArray<string> =>
  table(
    [
      { title: "name" },
      { title: "train", align: "right" },
      { title: "test", align: "right" },
      { title: "images" },
      { title: "classes", align: "right" },
      { title: "where" }
    ],
    [digitsRow, ...all.map(row)]
  )

/** A file once, whichever splits are in it. */
const filesOf = ({ splits }: KnownDataset): ReadonlyArray<KnownFile> => {
  const files = [...splits.train.files, ...splits.test.files]
  return files.filter(({ names: [name] }, i) => files.findIndex(({ names }) => names[0] === name) === i)
}

const fileText = ({ bytes: size, checksum = "no published checksum known", names: [name] }: KnownFile): string =>
  [name, ...(size === undefined ? [] : [bytes(size)]), checksum].join("  ")

const publishedText = ({ bytes: size, checksum, name }: Published): string =>
  [name, ...(size === undefined ? [] : [bytes(size)]), checksum ?? "no published checksum known"].join("  ")

const lookedText = ({ because, path, problem }: Looked): string =>
  `${path} (${because}): ${problem ?? "all files are here"}`

const classesText = ({ classNames, classes = classNames.length }: KnownDataset): string =>
  classNames.length === 0 ? `${classes}, named in its files` : `${classes}: ${classNames.join(", ")}`

/** One page: what it holds, where it is or was looked for, and how to get it. */
export const pageLines = ({ dataset, found, looked }: Located): ReadonlyArray<string> => {
  const { home, how, name, normalization, published, splits, terms, title } = dataset
  const { mean, std } = normalization
  return [
    `${name}: ${title}`,
    "",
    ...block("here", [found === undefined ? "no" : found.path]),
    ...field(
      "images",
      `${count(splits.train.rows)} to train, ${count(splits.test.rows)} to test, ${shapeText(dataset)}`
    ),
    ...field("classes", classesText(dataset)),
    ...field("normalization", `mean ${mean.join(", ")}; std ${std.join(", ")}, of bytes / 255`),
    ...block("files", filesOf(dataset).map(fileText)),
    ...block("looked in", looked.map(lookedText)),
    ...field(
      "to get it",
      `marginalia data ${name} --download; or ${how}, and name the folder above by MARGINALIA_DATA or --folder`
    ),
    ...field("terms", terms),
    ...block("from", [home]),
    ...block("published as", published.map(publishedText))
  ]
}
