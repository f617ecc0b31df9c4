/**
 * Are these the manifest's files? Checked before anything is parsed, and before a plugin's code runs. Tested in
 * packages/cli/test/verify.test.ts.
 */
import type * as Manifest from "@marginalia/core/Manifest"
import { note } from "@marginalia/core/Notices"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { rowIdsPath } from "@marginalia/datasets/files/row-ids"
import { readSource } from "@marginalia/datasets/files/source"
import * as Effect from "effect/Effect"
import { loadPlugin } from "../engine/plugin.ts"
import type { Located } from "./locate.ts"

const short = (sha256: string): string => `${sha256.slice(0, 12)}…`

const check = Effect.fnUntraced(function*(what: string, path: string, expected: string) {
  const { sha256 } = yield* readSource(path)
  if (sha256 === expected) return
  const problem = `this is not the manifest's ${what}: its content has changed (sha256 ${short(sha256)}, ` +
    `the manifest says ${short(expected)})`
  return yield* new InvalidInput({
    path,
    problem,
    hint: "name the file that was used, or make a new manifest",
    reason: "Mismatch",
    value: sha256,
    expected
  })
})

/** Refuses files whose content is not that of the manifest. */
export const sameContent = Effect.fn("sameContent")(function*(manifest: Manifest.Manifest, files: Located) {
  yield* check("pool", files.pool, manifest.pool.sha256)
  const { ids } = manifest.pool
  if (ids !== undefined) yield* check("file of ids", rowIdsPath(files.pool), ids.sha256)
  for (const [name, path] of files.columns) yield* check(`column ${name}`, path, manifest.columns[name]!.sha256)
  const { scope = {} } = manifest
  if (files.scope.metadata !== undefined) yield* check("metadata", files.scope.metadata, scope.metadata!.sha256)
  for (const list of ["only", "exclude", "include"] as const) {
    const what = `file of ids (${list})`
    for (const [i, path] of (files.scope[list] ?? []).entries()) yield* check(what, path, scope[list]![i]!.sha256)
  }
  for (const [i, path] of files.plugins.entries()) yield* check("plugin", path, manifest.plugins[i]!.sha256)
})

/** Loads the plugins, which is to run them; says so first. */
export const readVerifiedPlugins = Effect.fn("readVerifiedPlugins")(function*(
  manifest: Manifest.Manifest,
  files: Located
) {
  if (manifest.plugins.length > 0) yield* note(`note: running the manifest's plugins: ${files.plugins.join(", ")}`)
  return yield* Effect.forEach(files.plugins, loadPlugin)
})
