/** Verifying a manifest: is the selection that it tells of what comes out here? Tested in packages/cli/test/verify.test.ts. */
import * as Manifest from "@marginalia/core/Manifest"
import * as Message from "@marginalia/core/Message"
import { notes } from "@marginalia/core/Notices"
import type { Selection } from "@marginalia/core/Selection"
import * as Strategy from "@marginalia/core/Strategy"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { readSource } from "@marginalia/datasets/files/source"
import { registry as library } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { engineLayer } from "./engine/engine.ts"
import { engineAsked } from "./engine/of-manifest.ts"
import { withPlugins } from "./engine/plugin.ts"
import { unmixable } from "./made-before.ts"
import { columnsIn } from "./manifest-of.ts"
import { groupsOf } from "./selection/columns.ts"
import { type Files, makeQuery, probabilityOf, readFiles } from "./selection/inputs.ts"
import { type Located, located, type PlaceOptions } from "./selection/locate.ts"
import { readVerifiedPlugins, sameContent } from "./selection/same-files.ts"
import { version, versions as ours } from "./version.ts"

/** Where the manifest's files are, and how it is recomputed. */
export interface VerifyOptions extends PlaceOptions {
  /** The threads of the kernels; picks do not depend on them. Default: all cores; one for small pools. */
  readonly threads?: number | undefined
  /** Which versions are at work, by package. Default: those of the libraries. */
  readonly versions?: { readonly [name: string]: string } | undefined
}

/** What came of it: the `manifest` as it was read, the selection here, and how they differ. */
export interface Verified {
  readonly manifest: Manifest.Manifest
  /** What comes out here. */
  readonly selection: Selection
  /** How the two differ; confirmed where `differences` is empty. */
  readonly comparison: Manifest.Comparison
}

const readManifest = Effect.fnUntraced(function*(path: string) {
  const { bytes } = yield* readSource(path)
  const hint = Message.text`a manifest is what ${Message.setting("manifest")} of marginalia select writes`
  const refuse = ({ reason, says: problem }: Manifest.UnreadableManifest) =>
    new InvalidInput({ path, problem, hint, reason: "Format", expected: "a manifest", value: reason })
  return yield* Effect.mapError(Manifest.read(new TextDecoder().decode(bytes)), refuse)
})

/** Other versions may pick otherwise; say so before they do. */
const versionNotes = (manifest: Manifest.Manifest, versions: Manifest.Manifest["versions"]): ReadonlyArray<string> =>
  Object.entries(manifest.versions).filter(([name, version]) => (versions[name] ?? version) !== version)
    .map(([name, version]) => `made with ${name} ${version}, checked with ${versions[name]}`)

const classNumber = (manifest: Manifest.Manifest, label: string | null): number => {
  if (label === null) return -1
  return manifest.classes === null ? Number(label) : manifest.classes.indexOf(label)
}

const queryOf = (path: string, manifest: Manifest.Manifest, files: Files) => {
  const { budget, classes, clamp, declined = [], round, seed, task } = manifest
  const labeled = manifest.labeled.filter(({ id }) => !declined.includes(id))
  return makeQuery({ budget, clamp, round, seed, task }, files, { path, declined, ids: labeled.map(({ id }) => id) }, {
    labels: labeled.map(({ label }) => classNumber(manifest, label)),
    names: classes ?? undefined,
    unnumbered: labeled.every(({ label }) => label === null),
    count: classes?.length ?? probabilityOf(files.columns)?.count
  })
}

const recompute = Effect.fnUntraced(
  function*(path: string, manifest: Manifest.Manifest, files: Located, threads: number | undefined) {
    const asked = yield* engineAsked(manifest, threads)
    yield* sameContent(manifest, files)
    const plugins = yield* readVerifiedPlugins(manifest, files)
    const { registry } = withPlugins(library, plugins)
    const strategy = yield* Strategy.readJson(manifest.spec, registry).pipe(
      Effect.mapError((error) =>
        new InvalidInput({
          path,
          problem: Message.of(error),
          hint: "its strategy cannot be read",
          reason: "Value",
          value: manifest.spec,
          expected: "a strategy"
        })
      )
    )
    const rowIds = manifest.pool.ids !== undefined
    const { pool: path_, scope } = files, columns = columnsIn(manifest.pool)
    const pool = { pool: path_, columns, rowIds, groups: groupsOf(strategy), scope, spend: manifest.spend }
    const read = yield* readFiles(pool, files.columns)
    const query = yield* queryOf(path, manifest, read)
    const layer = yield* engineLayer(asked, read.pool.matrix.rows * read.pool.matrix.cols)
    return yield* Effect.provide(Strategy.runAny(strategy, query), layer)
  }
)

/**
 * Recomputes the selection of the manifest at `path` from the files that it names, and compares. Its files are read only where their
 * content is the manifest's; plugins that it names are run then. `options` say where files are that have moved, by default none.
 *
 * Fails with `InvalidInput` for a file that has changed and for what is no manifest, with `UsageProblem` for a file
 * outside of the manifest's folder that nobody named and for a version that picked otherwise, with `NotComparable`
 * where this machine cannot run the same kernels, with `MissingPackage` where another program computed and is not
 * here, and as the readers (`FileProblem`), the query (`InvalidQuery`) and the strategy (`SelectionError`) do.
 */
export const verifyManifest = Effect.fn("verifyManifest")(function*(path: string, options: VerifyOptions = {}) {
  const paths = yield* Path.Path
  const manifest = yield* readManifest(path), { versions } = manifest
  const made = versions["@marginalia/cli"] ?? versions["@marginalia/core"] ?? version
  const mixed = unmixable("the manifest", made)
  if (mixed !== undefined) return yield* mixed
  const files = yield* located(path, manifest, options, paths)
  yield* notes(versionNotes(manifest, options.versions ?? ours))
  const selection = yield* recompute(path, manifest, files, options.threads)
  return { manifest, selection, comparison: Manifest.compare(manifest, selection) } satisfies Verified as Verified
})
