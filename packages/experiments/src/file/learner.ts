/**
 * Learners by name, and changed.
 */
import { Named, Spec } from "@marginalia/core"
import { backendKind, backendText, networks, trainings } from "@marginalia/models/training"
import { library } from "../engine/library.ts"
import type { Learning } from "../unit.ts"
import { named } from "./decoders.ts"
import { checkOld, checkSizes } from "./learner-keys.ts"
import { ConfigIssue, type Path, record, shown, unknownName } from "./mistake.ts"

/** What learns, and whether the file says what its dropout or its head is: then nothing is changed for a strategy's sake. */
export interface LearnerWord extends Learning {
  readonly fixed: boolean
}

interface Words {
  readonly on: Learning["on"]
  readonly network: string
  readonly recipe: string
}

/** The learners that an experiment file may name, as it could say them itself. */
export const namedLearners: { readonly [name: string]: Words } = {
  linear: { on: "embedding", network: "linear", recipe: "supclust-linear" },
  "typiclust-linear": { on: "embedding", network: "linear", recipe: "typiclust-linear" },
  mlp: { on: "embedding", network: "mlp(128)", recipe: "supclust-linear" },
  resnet18: { on: "images", network: "resnet18(stem=3x3-pool, dropout=0.5)", recipe: "supclust" }
}

const wholeKeys = ["name", "on", "backend", "network", "recipe"]

/** The options that any thing of a kind has. */
const optionsOf = (kind: Named.Kind<unknown>): ReadonlyArray<string> => [
  ...new Set([...Named.all(library(), kind).values()].flatMap(({ options }) => Object.keys(options.fields)))
]

const pick = (map: { readonly [key: string]: unknown }, keys: ReadonlyArray<string>) =>
  Object.fromEntries(Object.entries(map).filter(([key, value]) => keys.includes(key) && value !== undefined))

const baseOf = (path: Path, name: unknown): Words => {
  if (typeof name !== "string") throw new ConfigIssue(path, `learner is ${shown(name)}; it takes a name or a map`)
  const found = Object.hasOwn(namedLearners, name) ? namedLearners[name] : undefined
  if (found === undefined) throw unknownName(path, "learner", name, Object.keys(namedLearners))
  return found
}

const text = (path: Path, value: unknown, what: string): string => {
  if (typeof value === "string") return value
  throw new ConfigIssue(path, `${what} is ${shown(value)}; it takes a name, with options in parentheses`, { value })
}

/** The thing of a text, with the options that stand beside it in the map. */
const changed = <A>(path: Path, kind: Named.Kind<A>, word: string, changes: { readonly [key: string]: unknown }) => {
  const base = named(path, kind, word)
  if (Object.keys(changes).length === 0) return base
  const { name, options } = base.spec
  return named(path, kind, Spec.print(Spec.make(name, { ...options, ...changes })))
}

/**
 * `linear`, or `{name: linear, epochs: 100, dropout: 0.5}`, or `{network: resnet18(width=16), recipe: msal-mnist, on: images}`:
 * a named one with what is to be different: any option of its network and of its recipe, beside the name. Without a name it
 * starts from linear, or from resnet18 where it is `on: images`.
 */
export const learner = (path: Path, value: unknown): LearnerWord | undefined => {
  if (value === undefined) return undefined
  const given = typeof value === "string" ? { name: value } : value
  checkOld(path, given)
  const networkKeys = optionsOf(networks), trainingKeys = optionsOf(trainings)
  const map = record(path, given, "learner", [...wholeKeys, ...networkKeys, ...trainingKeys])
  const { backend = "wasm", name, on } = map
  const base = baseOf([...path, "name"], name ?? (on === "images" ? "resnet18" : "linear"))
  if (on !== undefined && on !== "images" && on !== "embedding") {
    throw new ConfigIssue([...path, "on"], `on is ${shown(on)}; a learner learns on images or on the embedding`)
  }
  const own = pick(map, networkKeys), training = pick(map, trainingKeys)
  checkSizes(path, { ...own, ...training })
  const word = text([...path, "network"], map["network"] ?? base.network, "network")
  const network = changed([...path, "network"], networks, word, own)
  const config = text([...path, "recipe"], map["recipe"] ?? base.recipe, "recipe")
  const written = map["network"] === undefined ? {} : named([...path, "network"], networks, word).spec.options
  checkSizes([...path, "network"], network.spec.options)
  return {
    on: on ?? base.on,
    network: network.value,
    recipe: changed([...path, "recipe"], trainings, config, training).value,
    backend: backendText(
      named([...path, "backend"], backendKind, text([...path, "backend"], backend, "backend")).value
    ),
    fixed: "dropout" in own || "head" in own || "head" in written ||
      /\bdropout\s*=/.test(map["network"] === undefined ? "" : word)
  }
}
