/**
 * A machine that serves parts of a pool. Tested in shards.test.ts.
 */
import { Kernels } from "@marginalia/core/Kernels"
import { best } from "@marginalia/core/Kernels"
import { note } from "@marginalia/core/Notices"
import type { Tiles } from "@marginalia/core/Tiles"
import { counted, grouped } from "@marginalia/core/Words"
import { npyFiles } from "@marginalia/datasets/files/npy-places"
import { openTiles } from "@marginalia/datasets/files/npy-tiles"
import { readTiledPool } from "@marginalia/datasets/files/tiled-pool"
import { sha256 } from "@marginalia/datasets/hash"
import { type EngineAsked, engineLayer } from "@marginalia/experiments/engine/engine"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import * as References from "effect/References"
import * as Schedule from "effect/Schedule"
import * as Semaphore from "effect/Semaphore"
import { asking } from "../database.ts"
import { machineName } from "../machines.ts"
import { serving } from "./cluster.ts"
import { ShardsError } from "./errors.ts"
import { entities, type Served } from "./host.ts"
import { deaf, listening } from "./listen.ts"
import { keyOf } from "./protocol.ts"
import { sameKernels } from "./same-kernels.ts"
import { enterParts, gone, heard, joinPact, type Own, Shards } from "./tables.ts"

/** How a machine serves parts of a pool. */
export interface ServeOptions extends Pick<EngineAsked, "threads" | "variant"> {
  /** The files: one, a folder of them, or a pattern such as `part-*.npy`. The name of a file is the part's, on every machine. */
  readonly pool: string
  /** The address by which others reach this machine, `host` or `host:port`. Default `127.0.0.1` and any free port: this machine alone. */
  readonly listen?: string | undefined
  /** What the machine is called. Default its host, its process, and a few letters. */
  readonly machine?: string | undefined
  /** Hears when it serves, with its address. Default nobody. */
  readonly ready?: ((address: string) => Effect.Effect<void>) | undefined
}

/** Between two words of a machine that it is there. */
const HEARD = "2 seconds"

/** Rows are read for one conversation at a time. */
const inTurn = (tiles: Tiles): Tiles => {
  const one = Semaphore.makeUnsafe(1)
  return { ...tiles, some: undefined, read: (from, into) => one.withPermits(1)(tiles.read(from, into)) }
}

/** The most rows of a part: the cluster of each is sent at once, in 4 bytes. */
const ROWS = 2 ** 23

const tooLong = (shards: string, path: string, rows: number): ShardsError =>
  new ShardsError({
    shards,
    reason: "Size",
    parts: [path],
    problem: `${path} has ${grouped(rows)} rows, and a part has at most ${grouped(ROWS)}`,
    hint: "split it into several files"
  })

/** A part as it lies here: what is said of it, and its rows. */
const partAt = Effect.fnUntraced(function*(shards: string, path: string) {
  const paths = yield* Path.Path, opened = yield* openTiles(path)
  if (opened.rows > ROWS) return yield* tooLong(shards, path, opened.rows)
  const { ids, matrix, sha256: bytes } = yield* readTiledPool(opened, {})
  const own: Own = {
    name: paths.basename(path),
    sha256: bytes,
    rows: matrix.rows,
    cols: matrix.cols,
    zeroRows: matrix.zeroRows,
    ids: ids === undefined ? null : sha256(JSON.stringify(ids))
  }
  return { own, served: { ids, matrix: inTurn(matrix) } satisfies Served as Served }
})

/**
 * Serves the parts that `options` name until it is interrupted, from the open database: reads each once (hashes, and a look at every
 * number), enters them, and answers questions about their rows.
 *
 * Fails with `ShardsError` where a part of that name has other bytes elsewhere, or does not fit the others, where the kernels round otherwise
 * than those of the other machines, where a part has more than 8,388,608 rows, and where it cannot listen; with `InvalidInput` and `FileProblem` as the readers of files do; with
 * `QueueError` where the database cannot be used; with `UsageProblem` for a number of threads below 1, and `MissingPackage`.
 */
export const serve = Effect.fn("serve")(
  function*(options: ServeOptions) {
    const { machine = machineName(), ready = () => Effect.void, variant = best() } = options
    const { shown } = yield* Shards
    const files = yield* npyFiles(options.pool), parts = yield* Effect.forEach(files, (path) => partAt(shown, path))
    const mine = parts.map(({ own }) => own), names = mine.map(({ name }) => name)
    const place = yield* listening(options.listen), address = `${place.host}:${place.port}`
    const { token } = yield* joinPact({ variant, rounding: sameKernels(variant) }, machine)
    yield* enterParts(mine, machine)
    const numbers = mine.reduce((sum, { cols, rows }) => sum + cols * rows, 0)
    const engine = yield* Layer.build(yield* engineLayer({ ...options, variant }, numbers))
    const kernels = yield* Effect.provide(Kernels, engine)
    const keys = mine.map(keyOf), byKey = new Map(keys.map((key, i) => [key, parts[i]!.served]))
    const layer = Layer.provide(entities({ machine, token, parts: byKey, kernels }), serving(place, keys))
    yield* asking(shown)(Layer.build(layer)).pipe(
      Effect.catchTag("SocketServerError", (cause) => Effect.fail(deaf(address, cause))),
      Effect.provideService(References.MinimumLogLevel, "None")
    )
    yield* heard(machine, address, names)
    yield* Effect.addFinalizer(() => Effect.ignore(Effect.timeout(gone(machine), "2 seconds")))
    yield* note(`serving ${counted(mine.length, "part")} at ${address} as ${machine}`)
    yield* ready(address)
    return yield* Effect.repeat(Effect.ignore(heard(machine, address, names)), Schedule.spaced(HEARD))
  },
  Effect.scoped
)
