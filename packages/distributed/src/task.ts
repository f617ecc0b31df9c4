/**
 * A unit as this machine runs it: its files where they are here, the kernels that it asks for. Tested in files.test.ts.
 */
import { Kernels } from "@marginalia/core"
import { missingData, type MissingThing } from "@marginalia/experiments/missing"
import { Experiment, type Unit } from "@marginalia/experiments/unit"
import type { Task } from "@marginalia/experiments/work/messages"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Asset } from "./assets.ts"
import type { ChildSlot } from "./child-slot.ts"
import { ask } from "./database.ts"
import type { Ticket } from "./lease.ts"
import { locate } from "./locate.ts"
import { type Moved, relocate } from "./relocate.ts"
import { roundingOf } from "./rounding.ts"
import { fetchAsset } from "./sent.ts"
import { type Begun, storedAssets } from "./states.ts"

/** Where units are run. */
export interface Place {
  /** What the machine is called. */
  readonly machine: string
  /** Folders below which files are looked for. */
  readonly roots: ReadonlyArray<string>
  /** The files of the experiments that were begun here. */
  readonly known: Map<string, ReadonlyArray<Asset>>
  /** Where files that were sent are put. */
  readonly received: string
  /** The process that does units, one at a time; started when it is asked for. */
  readonly process: ChildSlot
}

/** This machine cannot run the unit, and another one may. */
export class NotHere extends Data.TaggedError("NotHere")<{ readonly problem: string }> {
  readonly exitCode = 2
  override get message(): string {
    return this.problem
  }
}

const Assets = Schema.fromJsonString(Schema.Array(Asset))
const Header = Schema.fromJsonString(Experiment)

const isVariant = (name: string): name is Kernels.Variant =>
  name === "relaxed-simd" || name === "simd" || name === "typescript"

/** How this machine rounds is found out once. */
const roundings = new Map<Kernels.Variant, string>()

const roundsAs = (variant: Kernels.Variant): string => {
  const known = roundings.get(variant) ?? roundingOf(variant)
  roundings.set(variant, known)
  return known
}

const variantOf = Effect.fnUntraced(function*({ rounding, variant: name }: Begun) {
  if (!isVariant(name) || !Kernels.supports(name)) {
    return yield* new NotHere({ problem: `the experiment takes the ${name} kernels, which this Node cannot run` })
  }
  if (rounding === "" || rounding === roundsAs(name)) return name
  return yield* new NotHere({
    problem: `the ${name} kernels round otherwise on this processor than where the experiment was submitted; ` +
      "submitted with the variant simd it runs on both"
  })
})

const lacking = (thing: MissingThing): string => {
  switch (thing._tag) {
    case "Dataset":
      return `the data set ${thing.dataset} is not on this machine (see MARGINALIA_DATA)`
    case "Path":
      return `there is nothing at ${thing.path}`
    case "Encoder":
      return `there is no encoder in ${thing.path}`
    case "Vectors":
      return `there is no file ${thing.path}`
  }
}

/** Known data sets, which have no path: they are looked for where this machine keeps them. */
const checkKnown = (unit: Unit) =>
  missingData([unit]).pipe(
    Effect.catchTag("DataMissing", ({ missing }) => Effect.fail(new NotHere({ problem: lacking(missing[0]!) })))
  )

/** Where an asset is here; of those that are missing, whether they were sent. */
const placeOf = Effect.fnUntraced(function*(asset: Asset, { received, roots }: Place) {
  return yield* locate(asset, roots).pipe(
    Effect.catchTag("AssetMissing", (missing) =>
      ask((sql) => fetchAsset(sql, asset, received)).pipe(
        Effect.flatMap((path) =>
          path === undefined ? Effect.fail(new NotHere({ problem: missing.message })) : Effect.succeed(path)
        )
      ))
  )
})

/** The assets that a unit or the plugins name: those of other units may be elsewhere. */
const neededBy = (unitText: string, plugins: ReadonlyArray<string>, assets: ReadonlyArray<Asset>) =>
  assets.filter(({ path }) => plugins.includes(path) || unitText.includes(JSON.stringify(path).slice(1, -1)))

const assetsOf = Effect.fnUntraced(function*(experiment: string, { known }: Place) {
  const before = known.get(experiment)
  if (before !== undefined) return before
  const found = yield* Effect.orDie(Schema.decodeUnknownEffect(Assets)(yield* storedAssets(experiment)))
  known.set(experiment, found)
  return found
})

/**
 * The task of a unit on this machine. Fails with {@link NotHere} where files, kernels or a data set are lacking, and with
 * `QueueError`.
 */
export const taskOf = Effect.fnUntraced(function*(ticket: Ticket, begun: Begun, written: Unit, place: Place) {
  const { plugins = [] } = yield* Effect.orDie(Schema.decodeUnknownEffect(Header)(begun.experiment))
  const assets = yield* assetsOf(ticket.experiment, place)
  const variant = yield* variantOf(begun)
  const moves = yield* Effect.forEach(
    neededBy(begun.body, plugins, assets),
    (asset) => Effect.map(placeOf(asset, place), (here): Moved => [asset.path, here])
  )
  const here = new Map(moves), unit = relocate(written, moves)
  yield* checkKnown(unit)
  return {
    index: ticket.unit,
    unit,
    written,
    path: "",
    plugins: plugins.map((path) => here.get(path) ?? path),
    variant
  } satisfies Task as Task
})
