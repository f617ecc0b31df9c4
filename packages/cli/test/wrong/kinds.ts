/**
 * The wrong kinds of a file or folder that is right. Nothing here names a place that matters, should it be overwritten.
 */
import * as Rng from "@marginalia/core/Rng"
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { basename, dirname, extname, join } from "node:path"

/** A wrong thing in the place of a right one. */
export interface Wrong {
  readonly kind: string
  /** What is given instead. */
  readonly path: string
  /** It cannot be right by luck. */
  readonly never: boolean
}

/** Bytes drawn from a key, the same every time. */
const randomBytes = (count: number): Uint8Array => {
  const key = Rng.derive(Rng.fromSeed(1), "wrong bytes")
  return Uint8Array.from({ length: count }, (_, at) => Math.floor(Rng.uniform(key, at) * 256))
}

const put = (path: string, contents: string | Uint8Array): string => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, contents)
  return path
}

const link = (to: string, path: string): string => {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(to, path)
  return path
}

const folder = (path: string): string => {
  mkdirSync(path, { recursive: true })
  return path
}

const wider = (text: string): string => {
  const lines = text.split("\n"), at = Math.floor(lines.length / 2)
  return lines.map((line, i) => i === at ? `${line},1,2` : line).join("\n")
}

const never = (path: string, kind: string): Wrong => ({ kind, path, never: true })

/** The wrong kinds of a path, whatever should stand there. */
const paths = (right: string, below: string): ReadonlyArray<Wrong> => {
  const name = basename(right)
  return [
    never(join(below, "missing", name), "missing"),
    never("", "no name"),
    never(join(below, `${"long".repeat(100)}${name}`), "a name too long"),
    never(link("nothing", join(below, "link", name)), "a link to nothing"),
    never(link(name, join(below, "loop", name)), "a link to itself")
  ]
}

/** Extensions whose files may hold about anything. */
const anything = new Set([".txt", ".onnx"])
const text = new Set([".csv", ".jsonl", ".yaml", ".json", ".txt", ".ts"])

/** The wrong kinds of a file. */
export const wrongFiles = (right: string, below: string): ReadonlyArray<Wrong> => {
  const name = basename(right), bytes = readFileSync(right), kind = extname(name)
  const strict = !anything.has(kind)
  const contents: ReadonlyArray<readonly [kind: string, contents: string | Uint8Array, never: boolean]> = [
    ["empty", "", strict && !name.startsWith("labels.jsonl")],
    ["random bytes", randomBytes(300), strict],
    ["zeros", new Uint8Array(300), strict],
    ["one byte", bytes.subarray(0, 1), strict],
    ["half", bytes.subarray(0, bytes.length >> 1), false],
    ["but its last byte", bytes.subarray(0, -1), false],
    ["twice itself", Buffer.concat([bytes, bytes]), false],
    ["with zeros behind", Buffer.concat([bytes, new Uint8Array(50)]), false],
    ["another format", text.has(kind) ? randomBytes(20) : "id,x\na,1\n", strict],
    ["a list", "[1, 2]", strict && kind !== ".ts"],
    ["null", "null\n", strict && kind !== ".ts"],
    ["wider in a row", wider(bytes.toString("latin1")), kind === ".csv"]
  ]
  return [
    ...paths(right, below),
    never(join(right, "x", name), "through a file"),
    never(folder(join(below, "folder", name)), "an empty folder"),
    ...contents.map(([kind, is, never], i) => ({ kind, path: put(join(below, String(i), name), is), never }))
  ]
}

const filesIn = (path: string): ReadonlyArray<string> =>
  readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(path, name)).isFile() && !/-(shm|wal)$/.test(name)
  )

const changes: ReadonlyArray<readonly [kind: string, change: (path: string) => unknown]> = [
  ["empty", (path) => writeFileSync(path, "")],
  ["random", (path) => writeFileSync(path, randomBytes(300))],
  ["half", (path) => writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size >> 1))],
  ["missing", (path) => rmSync(path)],
  ["null", (path) => writeFileSync(path, "null")],
  ["an empty map", (path) => writeFileSync(path, "{}")],
  ["a folder", (path) => [rmSync(path), mkdirSync(path)]]
]

/** Copies of a folder in which one of its files is wrong. */
const within = (right: string, below: string): ReadonlyArray<Wrong> =>
  filesIn(right).flatMap((file, i) =>
    changes.map(([kind, change], j) => {
      const path = join(below, `copy-${i}-${j}`, basename(right))
      cpSync(right, path, { recursive: true })
      change(join(path, file))
      return { kind: `${file} is ${kind}`, path, never: false }
    })
  )

/** The wrong kinds of a folder. */
export const wrongFolders = (right: string, below: string): ReadonlyArray<Wrong> => {
  const name = basename(right), empty = readdirSync(right).length === 0
  return [
    ...paths(right, below),
    never(put(join(below, "file", name), "x"), "a file"),
    never(put(join(below, "empty", name), ""), "an empty file"),
    { kind: "an empty folder", path: folder(join(below, "folder", name)), never: !empty },
    { kind: "a folder of others", path: dirname(put(join(below, "other", name, "x.txt"), "x")), never: !empty },
    ...within(right, below)
  ]
}

/** What is asked of {@link wrongOutputs}. */
export interface Asked {
  readonly below: string
  /** What the line reads. */
  readonly inputs: ReadonlyArray<string>
  readonly name: string
  /** It is a folder, and whether other things may lie in it. */
  readonly folder: "no" | "replaced" | "shared"
}

/** The wrong places for an output. */
export const wrongOutputs = ({ below, folder: isFolder, inputs, name }: Asked): ReadonlyArray<Wrong> => {
  const file = put(join(below, "file", name), "there already")
  const other = dirname(put(join(below, "other", name, "mine.txt"), "mine"))
  const files = isFolder === "no"
  return [
    never("", "no name"),
    never(join(file, name), "through a file"),
    never(join(below, `${"long".repeat(100)}${name}`), "a name too long"),
    never(link(name, join(below, "loop", name)), "a link to itself"),
    { kind: "a folder with something else", path: other, never: isFolder !== "shared" },
    ...(files ? [never(join(below, "none", name), "in no folder")] : [never(file, "a file")]),
    ...(existsSync("/sys/kernel") ? [never(join("/sys/kernel", name), "where nothing may be written")] : []),
    ...(existsSync("/dev/full") && files ? [never("/dev/full", "a full disk")] : []),
    ...inputs.flatMap((input, i) => [
      never(input, "an input"),
      never(link(input, join(below, "linked", String(i), name)), "an input by a link"),
      never(`${dirname(input)}/../${basename(dirname(input))}/./${basename(input)}`, "an input by ..")
    ])
  ]
}

/** What is no whole number that anything counts, as people and programs write it. */
export const wrongNumbers: ReadonlyArray<string> = [
  ...["NaN", "inf", "Infinity", "1e300", "-1", "0", "", " ", "1.5", "0x10", "9".repeat(25), "1,000", "--"]
]
