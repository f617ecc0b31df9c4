/**
 * Learners by name, and changed.
 */
import { backendNames, type Network, network, type Recipe, recipe, recipes } from "@marginalia/models/training"
import type { Learning } from "../unit.ts"
import { checkKind, checkParts } from "./learner-keys.ts"
import { ConfigIssue, type Path, record, shown, unknownName } from "./mistake.ts"

/** What learns, and whether the file says what its dropout or its head is: then nothing is changed for a strategy's sake. */
export interface LearnerWord extends Learning {
  readonly fixed: boolean
}

const { msal } = recipes

/** The recipes that an experiment file may name. */
export const namedRecipes: { readonly [name: string]: Recipe } = {
  supclust: recipes.supclust,
  "supclust-isic": recipes.supclustIsic,
  "supclust-linear": recipes.supclustLinear,
  "typiclust-linear": recipes.typiclustLinear,
  "msal-mnist": msal.mnist,
  "msal-svhn": msal.svhn,
  "msal-cifar-10": msal.cifar10,
  "msal-cifar-100": msal.cifar100,
  "msal-tiny-imagenet": msal.tinyImagenet
}

type Named = Omit<Learning, "backend">

/** The learners that an experiment file may name. */
export const namedLearners: { readonly [name: string]: Named } = {
  linear: { on: "embedding", network: network({ kind: "linear" }), recipe: recipes.supclustLinear },
  "typiclust-linear": { on: "embedding", network: network({ kind: "linear" }), recipe: recipes.typiclustLinear },
  mlp: { on: "embedding", network: network({ kind: "mlp", hidden: [128] }), recipe: recipes.supclustLinear },
  resnet18: {
    on: "images",
    network: network({ kind: "resnet", depth: 18, stem: "3x3-pool", dropout: 0.5 }),
    recipe: recipes.supclust
  }
}

const networkKeys = ["kind", "hidden", "depth", "stem", "front", "width", "dropout", "head"]
const wholeKeys = ["name", "on", "backend", "network", "recipe"]
const recipeKeys = ["optimizer", "rate", "schedule", "epochs", "batch", "dropLast", "augment", "start"]

const learnerKeys = [...wholeKeys, ...networkKeys, ...recipeKeys]

const decoded = <A>(path: Path, what: string, decode: () => A): A => {
  try {
    return decode()
  } catch (error) {
    const said = (error as Error).message.split("\n").map((line) => line.trim()).join(" ")
    throw new ConfigIssue(path, `this ${what} cannot be built: ${said}`)
  }
}

const pick = (map: { readonly [key: string]: unknown }, keys: ReadonlyArray<string>) =>
  Object.fromEntries(Object.entries(map).filter(([key]) => keys.includes(key)))

/** `kind` alone may stand for a map. */
const unfolded = (map: { readonly [key: string]: unknown }) =>
  Object.fromEntries(
    Object.entries(map).map(([key, value]) =>
      ["head", "optimizer", "schedule"].includes(key) && typeof value === "string"
        ? [key, { kind: value }]
        : [key, value]
    )
  )

/** A network by name, or described whole. */
const wholeNetwork = (path: Path, base: Network, value: unknown): Network => {
  if (value === undefined) return base
  if (typeof value !== "string") {
    const map = record(path, value, "network", networkKeys)
    checkKind(path, map, "network", map["kind"])
    checkParts(path, map)
    const given = unfolded(map)
    return decoded(path, "network", () => network(given as never))
  }
  const named = namedLearners[value]?.network
  if (named === undefined) throw unknownName(path, "network", value, Object.keys(namedLearners))
  return named
}

/** A network that is different in what is said. */
const changedNetwork = (path: Path, base: Network, changes: { readonly [key: string]: unknown }): Network => {
  if (Object.keys(changes).length === 0) return base
  checkKind(path, changes, "network", changes["kind"] ?? base.kind)
  return decoded(path, "network", () => network({ ...base, ...unfolded(changes) } as never))
}

const recipeFrom = (path: Path, base: Recipe, value: unknown): Recipe => {
  if (value === undefined) return base
  if (typeof value === "string") {
    const named = namedRecipes[value]
    if (named === undefined) throw unknownName(path, "recipe", value, Object.keys(namedRecipes))
    return named
  }
  const map = record(path, value, "recipe", recipeKeys)
  checkParts(path, map)
  const given = unfolded(map)
  return decoded(path, "recipe", () => recipe({ ...base, ...given } as never))
}

const baseOf = (path: Path, name: unknown): Named => {
  if (typeof name !== "string") throw new ConfigIssue(path, `learner is ${shown(name)}; it takes a name or a map`)
  const named = namedLearners[name]
  if (named === undefined) throw unknownName(path, "learner", name, Object.keys(namedLearners))
  return named
}

/**
 * `linear`, or `{name: linear, epochs: 100, dropout: 0.5}`, or `{network: …, recipe: …, on: images}`: a named one with
 * what is to be different; `network` and `recipe` are whole. Without a name it starts from linear, or from resnet18 where it is `on: images`.
 */
export const learner = (path: Path, value: unknown): LearnerWord | undefined => {
  if (value === undefined) return undefined
  if (typeof value === "string") return { ...baseOf(path, value), backend: "wasm", fixed: false }
  const map = record(path, value, "learner", learnerKeys)
  checkParts(path, map)
  const { backend = "wasm", name, on, recipe: recipeWord } = map
  const backends = ["auto", ...backendNames]
  if (!backends.includes(String(backend))) {
    throw unknownName([...path, "backend"], "backend", String(backend), backends)
  }
  const base = baseOf([...path, "name"], name ?? (on === "images" ? "resnet18" : "linear"))
  if (on !== undefined && on !== "images" && on !== "embedding") {
    throw new ConfigIssue([...path, "on"], `on is ${shown(on)}; a learner learns on images or on the embedding`)
  }
  const own = pick(map, networkKeys)
  const told = { ...(typeof map["network"] === "object" ? map["network"] : {}), ...own }
  return {
    on: on ?? base.on,
    network: changedNetwork(path, wholeNetwork([...path, "network"], base.network, map["network"]), own),
    recipe: recipeFrom(path, recipeFrom([...path, "recipe"], base.recipe, recipeWord), pick(map, recipeKeys)),
    backend: String(backend),
    fixed: "dropout" in told || "head" in told
  }
}
