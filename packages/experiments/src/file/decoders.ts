/**
 * The short ways of saying things in an experiment file, each into its one long form.
 */
import { isWithin, limits, type Range, takes } from "../limits.ts"
import { ConfigIssue, type Path, record, shown, unknownName } from "./mistake.ts"

/** So many items: a number, or a multiple of the classes. */
export interface Amount {
  readonly count: number
  readonly per: "round" | "class"
}

const whole = (path: Path, value: unknown, what: string, range: Range): number => {
  if (isWithin(value, range)) return value
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes ${takes(range)}`, { value })
}

/** A whole number of a range. */
export const count = (path: Path, value: unknown, what: string, range: Range): number | undefined =>
  value === undefined ? undefined : whole(path, value, what, range)

/** `true` or `false`. */
export const truth = (path: Path, value: unknown, what: string): boolean | undefined => {
  if (value === undefined || typeof value === "boolean") return value
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes true or false`, { value })
}

/** One of some words. */
export const oneOf = <W extends string>(
  path: Path,
  value: unknown,
  what: string,
  words: ReadonlyArray<W>
): W | undefined => {
  const found = words.find((word) => word === value)
  if (value === undefined || found !== undefined) return found
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes ${words.join(", ")}`, { value })
}

const isAbove0 = (value: unknown): value is number => typeof value === "number" && value > 0 && Number.isFinite(value)

/** A number above 0. */
export const above0 = (path: Path, value: unknown, what: string): number | undefined => {
  if (value === undefined || isAbove0(value)) return value
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes a number above 0`, { value })
}

const multiple = /^(?:(\d+)\s*\*\s*)?classes$/

/** `10`, `classes`, `5*classes`. */
export const amount = (path: Path, value: unknown, what: string): Amount | undefined => {
  if (value === undefined) return undefined
  const found = typeof value === "string" ? multiple.exec(value.trim()) : null
  if (found !== null) return { count: whole(path, Number(found[1] ?? 1), what, limits.items), per: "class" }
  if (typeof value === "number") return { count: whole(path, value, what, limits.items), per: "round" }
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes a whole number, or classes, or 5*classes`, {
    value
  })
}

/** The text of an amount. */
export const amountText = ({ count, per }: Amount): string => per === "round" ? String(count) : `${count}*classes`

/** What is labeled before the first choice. */
export type Initial =
  | { readonly kind: "none" }
  | { readonly kind: "random" | "balanced"; readonly items: Amount }

const kinds = ["random", "balanced"]

/** A map that says one of several things, and says it once. */
const onlyOne = <M extends { readonly [key: string]: unknown }>(
  path: Path,
  map: M,
  what: string,
  keys: ReadonlyArray<string>
): M => {
  const [first, second] = keys.filter((key) => map[key] !== undefined)
  if (first === undefined) throw new ConfigIssue(path, `${what} says nothing; it takes one of ${keys.join(", ")}`)
  if (second === undefined) return map
  throw new ConfigIssue(
    [...path, second],
    `${what} has both ${first} and ${second}; it takes one of ${keys.join(", ")}`
  )
}

const call = /^([a-z-]+)\((.*)\)$/

/** `none`, `20`, `random(20)`, `balanced(2*classes)`, `{random: 20}`. */
export const initial = (path: Path, value: unknown): Initial | undefined => {
  if (value === undefined) return undefined
  if (value === "none" || value === 0 || value === null) return { kind: "none" }
  const found = typeof value === "string" ? call.exec(value.trim()) : null
  const [kind, inner] = found !== null
    ? [found[1]!, /^\d+$/.test(found[2]!.trim()) ? Number(found[2]) : found[2]]
    : typeof value === "object"
    ? Object.entries(onlyOne(path, record(path, value, "initial", kinds), "initial", kinds))[0]!
    : ["random", value]
  if (kind === "random" || kind === "balanced") return { kind, items: amount(path, inner, "initial")! }
  throw new ConfigIssue(path, `initial is ${shown(value)}; it takes none, random(20), balanced(20), or a number`, {
    value
  })
}

/** Where embeddings come from; paths as they were written. */
export type EmbeddingWord =
  | { readonly kind: "raw" }
  | { readonly kind: "pca"; readonly dimensions: number }
  | { readonly kind: "file"; readonly pool: string; readonly test?: string }
  | { readonly kind: "model"; readonly folder: string }

const text = (path: Path, value: unknown, what: string): string => {
  if (typeof value === "string" && value !== "") return value
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes a text`, { value })
}

const embeddingMap = (path: Path, value: unknown): EmbeddingWord => {
  const map = record(path, value, "embedding", ["pca", "file", "test", "model"])
  const { file, model, pca, test } = map
  onlyOne(path, map, "embedding", ["pca", "file", "model"])
  if (test !== undefined && file === undefined) {
    throw new ConfigIssue([...path, "test"], "test is of an embedding from a file:")
  }
  if (pca !== undefined) return { kind: "pca", dimensions: whole([...path, "pca"], pca, "pca", limits.width) }
  if (model !== undefined) return { kind: "model", folder: text([...path, "model"], model, "model") }
  const pool = text([...path, "file"], file, "embedding")
  return { kind: "file", pool, ...(test === undefined ? {} : { test: text([...path, "test"], test, "test") }) }
}

/** `raw`, `pca(50)`, `vectors.npy`, `model(folder)`, `{file: …, test: …}`. */
export const embedding = (path: Path, value: unknown): EmbeddingWord | undefined => {
  if (value === undefined) return undefined
  if (typeof value !== "string") return embeddingMap(path, value)
  if (value === "raw") return { kind: "raw" }
  const [, name, inner = ""] = call.exec(value.trim()) ?? []
  if (name === "pca") {
    return { kind: "pca", dimensions: whole(path, /^\d+$/.test(inner) ? Number(inner) : inner, "pca", limits.width) }
  }
  if (name === "model") return { kind: "model", folder: text(path, inner, "model") }
  if (/\.(npy|csv|jsonl|parquet)$/.test(value)) return { kind: "file", pool: value }
  throw new ConfigIssue(
    path,
    `embedding is ${shown(value)}; it takes raw, pca(50), a file of vectors, or model(FOLDER)`,
    { value }
  )
}

/** A draw with a seed: `10000` or `{<name>: 10000, seed: 1}`. */
export const seeded = <K extends string>(
  path: Path,
  value: unknown,
  what: string,
  key: K
): ({ readonly [k in K]: number } & { readonly seed: number }) | null | undefined => {
  if (value === undefined) return undefined
  if (value === null || value === false || value === "none") return null
  const { [key]: number, seed = 0 } = typeof value === "number"
    ? { [key]: value } as { readonly [k: string]: unknown }
    : record(path, value, what, [key, "seed"])
  if (!isAbove0(number)) {
    throw new ConfigIssue(path, `${what} is ${shown(number)}; it takes a number above 0`, { value: number })
  }
  if (key === "items") whole(path, number, what, limits.items)
  if (key === "fraction" && number >= 1) {
    throw new ConfigIssue(path, `${what} is ${shown(number)}; it takes a share of the pool, above 0 and below 1`, {
      value: number
    })
  }
  whole(path, seed, `the seed of ${what}`, limits.seed)
  return { [key]: number, seed } as { readonly [k in K]: number } & { readonly seed: number }
}

/** Who answers; paths as they were written. */
export type OracleWord =
  | { readonly kind: "known" | "terminal" }
  | { readonly kind: "noisy"; readonly confusion: number | ReadonlyArray<ReadonlyArray<number>> }
  | { readonly kind: "costly"; readonly cost: ReadonlyArray<number> }
  | { readonly kind: "files"; readonly folder: string }

const numbers = (path: Path, value: unknown, what: string): ReadonlyArray<number> => {
  if (Array.isArray(value) && value.every((one) => Number.isFinite(one))) return value as ReadonlyArray<number>
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes a list of numbers`, { value })
}

const confusion = (path: Path, value: unknown): number | ReadonlyArray<ReadonlyArray<number>> => {
  if (typeof value === "number" && value >= 0 && value <= 1) return value
  if (Array.isArray(value)) return value.map((row, c) => numbers([...path, c], row, `row ${c} of the confusion matrix`))
  throw new ConfigIssue(
    path,
    `noisy is ${shown(value)}; it takes the share of wrong answers (0.1), or a confusion matrix`,
    { value }
  )
}

/** `known`, `terminal`, `{noisy: 0.1}`, `{costly: [1, 2]}`, `{files: folder}`. */
export const oracle = (path: Path, value: unknown): OracleWord | undefined => {
  if (value === undefined) return undefined
  if (value === "known" || value === "terminal") return { kind: value }
  if (typeof value === "string") {
    throw unknownName(path, "oracle", value, ["known", "terminal", "noisy", "costly", "files"])
  }
  const answering = ["noisy", "costly", "files"]
  const { costly, files, noisy } = onlyOne(path, record(path, value, "oracle", answering), "oracle", answering)
  if (noisy !== undefined) return { kind: "noisy", confusion: confusion([...path, "noisy"], noisy) }
  if (costly !== undefined) return { kind: "costly", cost: numbers([...path, "costly"], costly, "costly") }
  return { kind: "files", folder: text([...path, "files"], files, "files") }
}

/** `10` for 0 … 9, or a list. */
export const seeds = (path: Path, value: unknown): ReadonlyArray<number> | undefined => {
  if (value === undefined) return undefined
  if (typeof value === "number") {
    return Array.from({ length: whole(path, value, "seeds", limits.seeds) }, (_, seed) => seed)
  }
  const list = Array.isArray(value) ? value as ReadonlyArray<unknown> : []
  if (list.length > limits.seeds.most) whole(path, list.length, "the number of seeds", limits.seeds)
  if (list.length > 0 && list.every((seed) => isWithin(seed, limits.seed)) && new Set(list).size === list.length) {
    return list as ReadonlyArray<number>
  }
  throw new ConfigIssue(path, `seeds is ${shown(value)}; it takes how many (10), or a list of distinct whole numbers`, {
    value
  })
}
