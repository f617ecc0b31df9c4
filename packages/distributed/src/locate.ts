/**
 * Where an experiment's files lie on this machine: below the worker's data root, or at the same path as there.
 * Tested in assets.test.ts.
 */
import { counted } from "@marginalia/core/Words"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { readdirSync } from "node:fs"
import type { Asset } from "./assets.ts"
import { hashFile } from "./hash-file.ts"

/** A file or a folder that units need is not on this machine. */
export class AssetMissing extends Data.TaggedError("AssetMissing")<{
  readonly asset: Asset
  /** Where it was looked for. */
  readonly root: string | undefined
}> {
  readonly exitCode = 2
  override get message(): string {
    const { files, kind, path, sha256 } = this.asset
    const name = path.split(/[/\\]/).at(-1)!
    const what = kind === "file" ? `the file ${name}` : `the folder ${name} of ${counted(files.length, "file")}`
    const where = this.root === undefined ? `is not at ${path}` : `is neither below ${this.root} nor at ${path}`
    return `${what} (sha256 ${sha256.slice(0, 12)}) ${where}, or holds something else there`
  }
}

/** Folders below each other that are looked through. */
const DEEP = 8

/** The paths below a root whose last part has this name; hidden folders are left out. */
const named = (root: string, name: string, paths: Path.Path): ReadonlyArray<string> => {
  const found: Array<string> = []
  const visit = (folder: string, depth: number): void => {
    let entries
    try {
      entries = readdirSync(folder, { withFileTypes: true })
    } catch {
      // A folder that may not be read holds nothing for us.
      return
    }
    for (const entry of entries.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
      if (entry.name.startsWith(".")) continue
      const path = paths.join(folder, entry.name)
      if (entry.name === name) found.push(path)
      if (entry.isDirectory() && depth < DEEP) visit(path, depth + 1)
    }
  }
  visit(root, 0)
  return found
}

/** Files of a folder that are looked at again for each unit. */
const AGAIN = 64

/** Whether the files of an asset lie at a path, with the bytes that they had; of a folder that was looked through before, some. */
const isAsset = Effect.fnUntraced(function*(asset: Asset, path: string, most = Infinity) {
  const paths = yield* Path.Path
  const folder = asset.kind === "folder" ? path : paths.dirname(path)
  for (const { bytes, name, sha256 } of asset.files.slice(0, most)) {
    const found = yield* Effect.orElseSucceed(hashFile(paths.join(folder, name)), () => undefined)
    if (found?.bytes !== bytes || found.sha256 !== sha256) return false
  }
  return true
})

/** What was found once is looked for there first. */
const places = new Map<string, string>()

/**
 * The path of an asset on this machine. First where it lay there, then below `roots`, by its name and its contents; what
 * lies under its name and holds something else is passed over. Fails with {@link AssetMissing}.
 */
export const locate = Effect.fn("locate")(function*(asset: Asset, roots: ReadonlyArray<string>) {
  const paths = yield* Path.Path
  const before = places.get(asset.sha256)
  if (before !== undefined && (yield* isAsset(asset, before, AGAIN))) return before
  const name = asset.path.split(/[/\\]/).at(-1)!
  for (const root of [undefined, ...roots]) {
    for (const path of root === undefined ? [asset.path] : named(root, name, paths)) {
      if (!(yield* isAsset(asset, path))) continue
      places.set(asset.sha256, path)
      return path
    }
  }
  return yield* new AssetMissing({ asset, root: roots[0] })
})
