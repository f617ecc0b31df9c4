/**
 * `marginalia verify`: recomputes a selection from its manifest and confirms it, or shows what differs.
 */
import { Manifest, Strategy } from "@marginalia/core"
import * as Message from "@marginalia/core/Message"
import { note, notes } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { readSource } from "@marginalia/datasets/files/source"
import { engineLayer } from "@marginalia/experiments/engine/engine"
import { engineAsked } from "@marginalia/experiments/engine/of-manifest"
import { withPlugins } from "@marginalia/experiments/engine/plugin"
import { unmixable } from "@marginalia/experiments/made-before"
import { registry as library } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { OtherPicks } from "../errors.ts"
import { columnsIn } from "../query/facts.ts"
import { type Files, groupsOf, makeQuery, probabilityOf, readFiles } from "../query/read.ts"
import { print } from "../terminal/print.ts"
import * as progress from "../terminal/progress.ts"
import { version, versions } from "../version.ts"
import { differenceLines } from "./differences.ts"
import { readVerifiedPlugins, sameContent } from "./files.ts"
import { type Located, located, type VerifyInput } from "./locate.ts"

const readManifest = Effect.fnUntraced(function*(path: string) {
  const { bytes } = yield* readSource(path)
  const refuse = ({ problem }: Manifest.UnreadableManifest) =>
    new InvalidInput({
      path,
      problem,
      hint: "a manifest is what select --manifest writes",
      reason: "Format",
      expected: "a manifest"
    })
  return yield* Effect.mapError(Manifest.read(new TextDecoder().decode(bytes)), refuse)
})

/** Other versions may pick otherwise; say so before they do. */
const versionNotes = (manifest: Manifest.Manifest): ReadonlyArray<string> =>
  Object.entries(manifest.versions).filter(([name, version]) => (versions[name] ?? version) !== version)
    .map(([name, version]) => `made with ${name} ${version}, checked with ${versions[name]}`)

const classNumber = (manifest: Manifest.Manifest, label: string | null): number => {
  if (label === null) return -1
  return manifest.classes === null ? Number(label) : manifest.classes.indexOf(label)
}

const queryOf = (path: string, manifest: Manifest.Manifest, files: Files) => {
  const { budget, classes, clamp, declined = [], round, seed } = manifest
  const labeled = manifest.labeled.filter(({ id }) => !declined.includes(id))
  return makeQuery({ budget, clamp, round, seed }, files, { path, declined, ids: labeled.map(({ id }) => id) }, {
    labels: labeled.map(({ label }) => classNumber(manifest, label)),
    unnumbered: labeled.every(({ label }) => label === null),
    count: classes?.length ?? probabilityOf(files.columns)?.count
  })
}

const recompute = Effect.fnUntraced(function*(input: VerifyInput, manifest: Manifest.Manifest, files: Located) {
  const asked = yield* engineAsked(manifest, input.threads)
  yield* sameContent(manifest, files)
  const plugins = yield* readVerifiedPlugins(manifest, files)
  const { registry } = withPlugins(library, plugins)
  const strategy = yield* Strategy.readJson(manifest.spec, registry).pipe(
    Effect.mapError((error) =>
      new InvalidInput({
        path: input.manifest,
        problem: Message.of(error),
        hint: "its strategy cannot be read",
        reason: "Value",
        value: manifest.spec,
        expected: "a strategy"
      })
    )
  )
  const rowIds = manifest.pool.ids !== undefined
  const pool = { pool: files.pool, columns: columnsIn(manifest.pool), rowIds, groups: groupsOf(strategy) }
  const read = yield* readFiles(pool, files.columns)
  const query = yield* queryOf(input.manifest, manifest, read)
  const layer = yield* engineLayer(asked, read.pool.matrix.data.length)
  return yield* Effect.provide(Strategy.runAny(strategy, query), [layer, progress.layer])
})

/** Prints `confirmed: N picks`, or the differences, and then fails with `OtherPicks`. */
export const verify = Effect.fn("verify")(function*(input: VerifyInput) {
  const paths = yield* Path.Path
  const manifest = yield* readManifest(input.manifest)
  const mixed = unmixable("the manifest", manifest.versions["@marginalia/cli"] ?? version)
  if (mixed !== undefined) return yield* mixed
  const files = yield* located(input, manifest, paths)
  yield* notes(versionNotes(manifest))
  const selection = yield* recompute(input, manifest, files)
  const comparison = Manifest.compare(manifest, selection)
  if (comparison.differences.length === 0) {
    yield* print(`confirmed: ${counted(comparison.picks, "pick")}`)
    return yield* note(`${selection.strategy}, seed ${selection.seed}`)
  }
  yield* print(differenceLines(comparison).join("\n"))
  return yield* new OtherPicks({ differences: comparison.differences.length, of: comparison.picks })
})
