/**
 * All parts that a text may name: the library's, and those of plugins.
 */
import { notes } from "@marginalia/core/Notices"
import { registry as library } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import type { Plugin } from "./plugin.ts"

/** Loads the plugins and tells what they replace. What plugins may add to (models, data sets) is loaded with the first. */
export const readRegistry = Effect.fn("readRegistry")(function*(paths: ReadonlyArray<string>) {
  if (paths.length === 0) return { registry: library, plugins: [] as ReadonlyArray<Plugin> }
  const { loadPlugin, withPlugins } = yield* Effect.promise(() => import("./plugin.ts"))
  const plugins = yield* Effect.forEach(paths, loadPlugin)
  const merged = withPlugins(library, plugins)
  yield* notes(merged.notes)
  return { registry: merged.registry, plugins }
})
