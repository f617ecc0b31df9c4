/**
 * The short ways of saying things in an experiment file, each into its one long form.
 */
import { InvalidOptions, Named, Options, Registry, Spec } from "@marginalia/core"
import { encoders } from "@marginalia/models/encoders"
import * as Schema from "effect/Schema"
import { library } from "../engine/library.ts"
import { isWithin, limits, type Range, takes } from "../limits.ts"
import { oracles, type OracleWord } from "../oracle/word.ts"
import { ConfigIssue, type Path, record, shown } from "./mistake.ts"

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

/**
 * Labels a round: an amount, or a list of amounts with an entry a round. `rounds` is what the same map says of rounds: a list says how
 * many there are, so that another number beside it is a mistake.
 */
export const budget = (path: Path, value: unknown, rounds: unknown): Amount | ReadonlyArray<Amount> | undefined => {
  if (!Array.isArray(value)) return amount(path, value, "budget")
  if (value.length === 0 || value.length > limits.rounds.most) {
    throw new ConfigIssue(path, `budget lists ${value.length} rounds; it takes an entry for each round, from one`, {
      value
    })
  }
  if (rounds !== undefined && rounds !== value.length) {
    const problem = `budget lists ${value.length} rounds, and rounds is ${shown(rounds)}; leave rounds out`
    throw new ConfigIssue(path, problem, { value: rounds })
  }
  return value.map((one, i) => amount([...path, i], one, "budget")!)
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
  | { readonly kind: "file"; readonly pool: string; readonly test?: string }
  | { readonly kind: "encoder"; readonly text: string }

const files: Named.Kind<EmbeddingWord> = Named.kind("embedding")

/** Vectors of one's own are no encoder, and are named beside them. */
const vectors = Registry.make([
  Named.define(files, {
    name: "file",
    summary: "vectors of your own",
    options: Schema.Struct({
      pool: Options.required(Options.Path, "the vectors of the pool"),
      test: Options.field(Schema.String, "", "those of the test items, where these are a split of their own")
    }),
    positional: ["pool"],
    make: ({ pool, test }) => ({ kind: "file" as const, pool, ...(test === "" ? {} : { test }) })
  })
])

/** What a text names, or the issue that it names nothing. */
export const named = <A>(path: Path, kind: Named.Kind<A>, text: string, registry = library()): Named.Read<A> => {
  try {
    return Named.readUnsafe(kind, text, registry)
  } catch (error) {
    if (error instanceof InvalidOptions || error instanceof Named.InvalidName) throw issueOf(path, error)
    throw error
  }
}

const issueOf = (path: Path, error: InvalidOptions | Named.InvalidName): ConfigIssue =>
  new ConfigIssue(path, error.message, Named.faultOf(error))

/** Maps that a text has taken the place of: `{ pca: 50 }` is `pca(50)`. */
const checkText = (path: Path, value: unknown, what: string, first: ReadonlyArray<string>): string => {
  if (typeof value === "string" && value.trim() !== "") return value.trim()
  const map = typeof value === "object" && value !== null ? value as { readonly [key: string]: unknown } : {}
  const name = first.find((key) => map[key] !== undefined)
  if (name === undefined) throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes a text`, { value })
  const { [name]: argument, ...options } = map
  const written = Spec.print(
    Spec.make(name, { argument, ...options } as Spec.Spec["options"], { positional: ["argument"], defaults: {} })
  )
  const now = name === "costly" ? written.replaceAll(/[[\]]/g, "") : written
  throw new ConfigIssue(path, `${what} is written ${now} now`, { suggestion: now })
}

const isFile = (text: string): boolean => /\.(npy|csv|jsonl|parquet)$/.test(text)

const tooWide = (path: Path, { name, options }: Spec.Spec): void => {
  if (name === "pca") whole(path, options["components"], "components", limits.width)
}

/** `raw`, `pca(50)`, `vectors.npy`, `model(folder)`, `file(vectors.npy, test=test.npy)`: any encoder, or vectors. */
export const embedding = (path: Path, value: unknown): EmbeddingWord | undefined => {
  if (value === undefined) return undefined
  const text = checkText(path, value, "embedding", ["pca", "model", "file"])
  if (isFile(text)) return { kind: "file", pool: text }
  if (/^file\b/.test(text)) return named(path, files, text, vectors).value
  const { spec, value: plan } = named(path, encoders, text)
  tooWide(path, spec)
  if (plan.learns !== "train") return { kind: "encoder", text: plan.text }
  const how = `train it once with embed, which saves ${plan.text} in a folder, and write model(FOLDER)`
  throw new ConfigIssue(path, `${plan.name} would be trained again in every unit; ${how}`)
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

/** `known`, `terminal`, `noisy(0.1)`, `costly(1, 2)`, `files(folder)`, or a plugin's. */
export const oracle = (path: Path, value: unknown): OracleWord | undefined =>
  value === undefined
    ? undefined
    : named(path, oracles, checkText(path, value, "oracle", ["noisy", "costly", "files"])).value

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
