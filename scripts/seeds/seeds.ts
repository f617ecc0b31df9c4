/**
 * The seeds of property tests: one a run, or many, one after the other.
 *
 * fast-check takes its seed from a global setting, which here is an object that becomes a number when it is used: so the
 * seed can change between two runs of one test, and whether a test draws at all can be told.
 */
import type * as fc from "fast-check"

/** What a run draws in CI, where a red run must mean a change and not bad luck. */
const FIXED = 20_261_122

/** The environment variable that names the first seed. */
export const SEED = "MARGINALIA_SEED"
/** The one that says how many seeds there are. */
export const COUNT = "MARGINALIA_SEEDS"
/** The one that says after how many seconds a property takes no further seed. */
export const MOST = "MARGINALIA_SEED_SECONDS"

type Environment = { readonly [name: string]: string | undefined }

/** A fresh seed, for a run that no one has given one. */
export const freshSeed = (): number => Math.floor(Math.random() * 2 ** 32) | 0

const isSeed = (text: string): boolean => /^-?\d+$/.test(text) && Number(text) === (Number(text) | 0)

/** The seed in a text. Throws for what fast-check would not print. */
export const readSeed = (text: string): number => {
  if (isSeed(text)) return Number(text)
  throw new Error(
    `${SEED} is "${text}", and should be a whole number from -2147483648 to 2147483647, as a failure prints`
  )
}

/** Where this run begins: the seed it was given, the fixed one in CI, or a fresh one. */
export const firstSeed = (env: Environment): number => {
  const given = env[SEED]
  if (given !== undefined && given !== "") return readSeed(given)
  return env["CI"] === "true" ? FIXED : freshSeed()
}

/** How many seeds each property is tried with; one, unless more are asked for. */
export const countOf = (env: Environment): number => Math.max(1, Number(env[COUNT] ?? 1))

/** How many seconds one property may take for all its seeds; without end unless the environment says so. */
export const mostOf = (env: Environment): number => Number(env[MOST] ?? 0) || Infinity

/** The seed number `i` of a run: the first as it was given, the others far from it and from one another. */
export const seedAt = (first: number, i: number): number => (first + Math.imul(i, 0x9E3779B1)) | 0

/** A seed that moves. */
export interface Moving {
  /** What fast-check draws from now on. */
  now: number
  /** Whether anything was drawn since this was last made false. */
  used: boolean
  /** What stands in fast-check's global setting. */
  readonly setting: NonNullable<fc.GlobalParameters["seed"]>
}

/** A seed that moves, beginning with `first`. */
export const moving = (first: number): Moving => {
  const state = { now: first, used: false }
  const toPrimitive = (hint: string): number | string => {
    if (hint === "string") return String(state.now)
    state.used = true
    return state.now
  }
  const setting = { [Symbol.toPrimitive]: toPrimitive } as unknown as number
  return Object.assign(state, { setting })
}

const place = Symbol.for("marginalia/seeds")

/** The moving seed of this process; made on first use. */
export const shared = (): Moving => {
  const all = globalThis as { [place]?: Moving }
  return all[place] ??= moving(firstSeed(process.env))
}
