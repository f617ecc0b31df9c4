/**
 * Parts and strategies of the user's own, from a module.
 */
import { Recipe, Registry, Strategy } from "@marginalia/core"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { readSource } from "@marginalia/datasets/files/source"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { pathToFileURL } from "node:url"
import { addToLibrary } from "./library.ts"
import { resolveToOurs } from "./resolve.ts"

/** A plugin that was loaded. */
export interface Plugin {
  /** As the user gave it. */
  readonly path: string
  readonly sha256: string
  readonly parts: ReadonlyArray<Registry.Described>
}

const isObject = (value: unknown): value is object =>
  (typeof value === "object" || typeof value === "function") && value !== null

const isDescribed = (value: unknown): value is Registry.Described =>
  isObject(value) && "part" in value && isObject(value.part) && "kind" in value.part && "make" in value.part

const isStrategy = (value: unknown): value is Strategy.Any =>
  isObject(value) && "node" in value && isObject(value.node) && "_tag" in value.node

/** A strategy that is exported as a value goes by the name of its export. */
const signed = (name: string, strategy: Strategy.Any): Registry.Described =>
  Recipe.define({
    name,
    options: Schema.Struct({}),
    about: strategy.about ?? { summary: Strategy.text(strategy) },
    build: () => strategy
  })

const partsOf = (module: { readonly [name: string]: unknown }): ReadonlyArray<Registry.Described> =>
  Object.entries(module).flatMap(([name, value]) => {
    if (Array.isArray(value)) return value.filter(isDescribed)
    if (isDescribed(value)) return [value]
    return isStrategy(value) ? [signed(name === "default" ? strategyName(value) : name, value)] : []
  })

const strategyName = (strategy: Strategy.Any): string => strategy.name === "pipeline" ? "plugin" : strategy.name

const refuse = (path: string, problem: string, hint: string, value: unknown): InvalidInput =>
  new InvalidInput({ path, problem, hint, reason: "Plugin", value })

/** What went wrong in the user's module: the first line, without the path of this or that internal file. */
const reason = (thrown: unknown): string =>
  (thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)).split("\n")[0]!

/**
 * Imports a module (`.ts`, `.mjs`, `.js`) and takes the strategies and parts that it exports: what `Recipe.define`,
 * `Stage.define` and the like return, one by one or in arrays, and strategies themselves.
 *
 * Fails with `FileProblem` when there is no such file, and with `InvalidInput`, naming the file, when it cannot be run
 * or exports nothing of use.
 */
export const loadPlugin = Effect.fn("loadPlugin")(function*(path: string) {
  const paths = yield* Path.Path
  const { sha256 } = yield* readSource(path)
  yield* resolveToOurs
  const module = yield* Effect.tryPromise({
    try: () => import(pathToFileURL(paths.resolve(path)).href) as Promise<{ readonly [name: string]: unknown }>,
    catch: (thrown) =>
      refuse(path, `the plugin cannot be run (${reason(thrown)})`, "it must be a module that Node can import", thrown)
  })
  const parts = partsOf(module)
  if (parts.length > 0) {
    addToLibrary(parts)
    return { path, sha256, parts } satisfies Plugin as Plugin
  }
  const hint = "export what Recipe.define, Stage.define, Score.define, Select.define, defineEncoder and the like return"
  return yield* refuse(path, "the plugin exports no strategies and no parts", hint, Object.keys(module))
})

/** The plugins' parts on top of a registry's, and a note on each that takes the place of another. */
export const withPlugins = (registry: Registry.Registry, plugins: ReadonlyArray<Plugin>) => {
  const notes = plugins.flatMap(({ parts, path }) =>
    parts.filter(({ part }) => Registry.has(registry, part)).map(({ part }) =>
      `${path} takes the place of the ${part.kind} "${part.name}"`
    )
  )
  const more = Registry.make(plugins.flatMap((plugin) => plugin.parts))
  return { registry: Registry.merge(registry, more), notes }
}
