/**
 * The sizes of a learner's parts, and how they were written once.
 */
import { Spec } from "@marginalia/core"
import { isWithin, limits, type Range, takes } from "../limits.ts"
import { ConfigIssue, type Path, shown } from "./mistake.ts"

type Map_ = { readonly [key: string]: unknown }

const isMap = (value: unknown): value is Map_ => typeof value === "object" && value !== null && !Array.isArray(value)

const sizes: { readonly [key: string]: Range } = {
  epochs: limits.epochs,
  batch: limits.batch,
  width: limits.width,
  crop: limits.crop
}

const checkSize = (path: Path, value: unknown, what: string, range: Range): undefined => {
  if (value === undefined || isWithin(value, range)) return
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes ${takes(range)}`, { value })
}

const LAYERS = 100

/** Refuses options that are numbers beyond what any machine does. */
export const checkSizes = (path: Path, options: Map_): undefined => {
  for (const [key, range] of Object.entries(sizes)) checkSize([...path, key], options[key], key, range)
  const { hidden } = options
  if (hidden === undefined) return
  const widths = Array.isArray(hidden) ? hidden as ReadonlyArray<unknown> : [hidden]
  checkSize(path, widths.length, "the number of hidden layers", { least: 1, most: LAYERS })
  for (const [i, width] of widths.entries()) {
    checkSize([...path, "hidden", i], width, "the width of a hidden layer", limits.width)
  }
}

/** `{ kind: x, a: 1 }` as `x(a=1)`. */
const called = ({ depth = 18, kind, ...options }: Map_): string => {
  const name = kind === "resnet" ? `resnet${String(depth)}` : String(kind)
  const inner = Object.entries(options).map(([key, value]) =>
    [
      key,
      isMap(value) && typeof value["kind"] === "string" ? Spec.make(value["kind"], withoutKind(value)) : value
    ] as const
  )
  return Spec.print(Spec.make(name, Object.fromEntries(inner), { positional: [], rest: "hidden", defaults: {} }))
}

const withoutKind = (map: Map_): Map_ => Object.fromEntries(Object.entries(map).filter(([key]) => key !== "kind"))

/** `a: 1, b: 2`. */
const listed = (options: Map_): string =>
  Object.entries(options).map(([key, value]) => `${key}: ${Spec.printValue(value as Spec.OptionValue)}`).join(", ")

/** How a key of old is written now; undefined where it is not of old. */
const now = (key: string, value: unknown): string | undefined => {
  if (key === "kind" || key === "depth") {
    return `network: ${called(key === "kind" ? { kind: value } : { kind: "resnet", depth: value })}`
  }
  if (!isMap(value)) return undefined
  const { kind, ...options } = value
  if (key === "augment") return listed(value)
  if (key === "recipe") {
    return Object.entries(value).map(([inner, of]) => now(inner, of) ?? listed({ [inner]: of })).join(", ")
  }
  if (typeof kind !== "string") return undefined
  if (key === "optimizer" || key === "schedule") return listed({ [key]: kind, ...options })
  return key === "network" || key === "head" ? `${key}: ${called(value)}` : undefined
}

/** Refuses maps that a text has taken the place of, with what is written now. */
export const checkOld = (path: Path, map: unknown): undefined => {
  if (!isMap(map)) return
  for (const [key, value] of Object.entries(map)) {
    const written = now(key, value)
    if (written === undefined) continue
    throw new ConfigIssue([...path, key], `${key} of a learner is written ${written} now`, { suggestion: written })
  }
}
