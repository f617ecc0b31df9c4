/**
 * The keys and the sizes of a learner's parts: what the schemas would pass over is refused, with its place.
 */
import { isWithin, limits, type Range, takes } from "../limits.ts"
import { checkKeys, ConfigIssue, type Path, shown, unknownName } from "./mistake.ts"

type Map_ = { readonly [key: string]: unknown }

/** What each kind has beside `kind`. */
const kinds: { readonly [what: string]: { readonly [kind: string]: ReadonlyArray<string> } } = {
  network: {
    linear: ["dropout", "head"],
    mlp: ["hidden", "dropout", "head"],
    resnet: ["depth", "stem", "front", "width", "dropout", "head"]
  },
  head: { learned: [], "max-separation": ["radius"] },
  optimizer: { sgd: ["momentum", "nesterov", "weightDecay"], adam: [] },
  schedule: { constant: [], cosine: ["floor"] }
}

const isMap = (value: unknown): value is Map_ => typeof value === "object" && value !== null && !Array.isArray(value)

/** Refuses a map whose `kind` is not known, and keys that this kind does not have. */
export const checkKind = (path: Path, value: unknown, what: string, kind: unknown): undefined => {
  if (!isMap(value)) return
  const known = kinds[what]!
  if (typeof kind !== "string") {
    throw new ConfigIssue(path, `${what} has no kind; it takes kind: ${Object.keys(known).join(", ")}`)
  }
  if (!Object.hasOwn(known, kind)) throw unknownName([...path, "kind"], what, kind, Object.keys(known))
  checkKeys(path, value, `the ${what} ${kind}`, ["kind", ...known[kind]!])
}

const sizes: { readonly [key: string]: Range } = {
  epochs: limits.epochs,
  batch: limits.batch,
  width: limits.width
}

const checkSize = (path: Path, value: unknown, what: string, range: Range): undefined => {
  if (value === undefined || isWithin(value, range)) return
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes ${takes(range)}`, { value })
}

const LAYERS = 100

const checkHidden = (path: Path, hidden: unknown): undefined => {
  if (hidden === undefined) return
  const one = Array.isArray(hidden) ? hidden as ReadonlyArray<unknown> : [hidden]
  checkSize(path, one.length, "the number of hidden layers", { least: 1, most: LAYERS })
  for (const [i, width] of one.entries()) checkSize([...path, i], width, "the width of a hidden layer", limits.width)
}

const checkAugment = (path: Path, augment: unknown): undefined => {
  if (!isMap(augment)) return
  checkKeys(path, augment, "augment", ["crop", "flip"])
  checkSize([...path, "crop"], augment["crop"], "crop", limits.crop)
}

/** Checks what may stand in a learner, a network or a recipe; what is of another kind is left to the schemas. */
export const checkParts = (path: Path, map: Map_): undefined => {
  for (const key of ["head", "optimizer", "schedule"]) {
    const value = map[key]
    if (isMap(value)) checkKind([...path, key], value, key, value["kind"])
  }
  for (const [key, range] of Object.entries(sizes)) checkSize([...path, key], map[key], key, range)
  checkHidden([...path, "hidden"], map["hidden"])
  checkAugment([...path, "augment"], map["augment"])
}
