/**
 * All parts that a text may name: the library's, and those of plugins.
 */
import { notes } from "@marginalia/core/Notices"
import { registry as library } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { loadPlugin, withPlugins } from "./plugin.ts"

/** Loads the plugins and tells what they replace. */
export const readRegistry = Effect.fn("readRegistry")(function*(paths: ReadonlyArray<string>) {
  const plugins = yield* Effect.forEach(paths, loadPlugin)
  const merged = withPlugins(library, plugins)
  yield* notes(merged.notes)
  return { registry: merged.registry, plugins }
})
