/** What `doctor` says of the backends. */
import * as Quote from "@marginalia/core/Quote"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { apart } from "./apart.ts"
import type { Backend } from "./backend.ts"
import { backendOf, load } from "./load.ts"
import { type BackendName, backendNames, backends } from "./names.ts"
import work from "./probe-work.gen.ts"

/** One backend's state. `gflops` is the best of some matrix products. */
export interface Probe {
  /** How the backend is written. */
  readonly name: string
  /** What it is, in a few words. */
  readonly describes: string
  /** Whether it works here. */
  readonly usable: boolean
  /** Why not, where it is not usable. */
  readonly problem: string | undefined
  /** How to get it, where it is not usable. */
  readonly remedy: string | undefined
  readonly gflops: number | undefined
  /** False for a backend that this project has never run. */
  readonly run: boolean
}

/** The sides of the first matrices, and of the largest. */
const SIZES = { first: 256, largest: 4096 } as const
/** How long one product should take at least, in nanoseconds. */
const ONE = 3e7

const product = (side: number) =>
  Effect.acquireUseRelease(
    Effect.sync(() => [tf.ones([side, side]), tf.ones([side, side])] as const),
    ([a, b]) =>
      Effect.promise(async () => {
        const c = tf.matMul(a, b)
        await c.data()
        c.dispose()
      }),
    (operands) => Effect.sync(() => tf.dispose([...operands]))
  )

/** Nanoseconds by the machine's own clock: a test's would stand still. */
const timed = Effect.fnUntraced(function*(side: number) {
  const start = performance.now()
  yield* product(side)
  return 1e6 * (performance.now() - start)
})

/** Billions of operations a second: the best of some seconds of products, of matrices that grow until one takes a while. */
const figure = Effect.fnUntraced(function*(seconds: number) {
  let best = 0, side: number = SIZES.first
  yield* product(side)
  for (let spent = 0; spent < 1e9 * seconds;) {
    const took = yield* timed(side)
    best = Math.max(best, 2 * side ** 3 / took)
    spent += took
    if (took < ONE && side < SIZES.largest) side *= 2
  }
  return best
})

/**
 * Tries a `backend`, by its name or one of one's own. Leaves it current where it works; one that throws, also while it works,
 * is not usable.
 *
 * Products are taken for `seconds`, by default for 0.3; a tenth is enough for an estimate.
 */
export const probe = Effect.fn("TensorBackend.probe")(function*(backend: BackendName | Backend, seconds = 0.3) {
  const chosen = backendOf(backend), { describes, remedy, run, text: name } = chosen
  const broken = (problem: string) =>
    ({ name, describes, usable: false, problem, remedy, gflops: undefined, run }) satisfies Probe as Probe
  const measured = Effect.andThen(load(chosen), figure(seconds)).pipe(
    Effect.catchDefect((defect) => Effect.fail({ problem: `it failed: ${Quote.thrown(defect)}` }))
  )
  const result = yield* Effect.result(measured)
  if (result._tag === "Failure") return broken(result.failure.problem)
  const gflops = result.success
  return { name, describes, usable: true, problem: undefined, remedy: undefined, gflops, run } satisfies Probe as Probe
})

/** Where a backend is tried, and for how long at most. */
export interface Where {
  /** The project whose packages count; default the working folder. */
  readonly cwd?: string
  /** Milliseconds that it may take; default a minute. */
  readonly limit?: number
}

/**
 * {@link probe} the backend `name` in a process of its own: one that crashes, hangs or throws later is not usable, and
 * no harm is done.
 *
 * By default of `where`, in the working folder, for a minute at most.
 */
export const probeApart = Effect.fn("TensorBackend.probeApart")(function*(name: BackendName, where: Where = {}) {
  const { describes, remedy, run } = backends[name]
  const came = yield* apart({
    ...where,
    body: `${work}return program.work(args)`,
    args: [import.meta.url, import.meta.resolve("effect/Effect"), name]
  })
  // JSON leaves out what is undefined.
  const absent = { problem: undefined, remedy: undefined, gflops: undefined }
  return came._tag === "Value"
    ? { ...absent, ...came.value as Probe }
    : {
      ...absent,
      name,
      describes,
      usable: false,
      problem: `it failed: ${came.why}`,
      remedy,
      run
    } satisfies Probe as Probe
})

/** Tries all backends, each in a process of its own, one after the other. A second for each that works. */
export const probeAll: Effect.Effect<ReadonlyArray<Probe>> = Effect.forEach(backendNames, (name) => probeApart(name))
