/** What `doctor` says of the backends. */
import * as tf from "@tensorflow/tfjs-core"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { load } from "./load.ts"
import { type BackendName, backendNames, backends } from "./names.ts"

/** One backend's state. `gflops` is the best of a few products of two 256 × 256 matrices. */
export interface Probe {
  readonly name: BackendName
  readonly describes: string
  readonly usable: boolean
  /** Why not, where it is not usable. */
  readonly problem: string | undefined
  /** How to get it, where it is not usable. */
  readonly remedy: string | undefined
  readonly gflops: number | undefined
  /** False for a backend that this project has never run. */
  readonly run: boolean
}

const SIZE = 256
const FLOPS = 2 * SIZE ** 3

const product = Effect.acquireUseRelease(
  Effect.sync(() => [tf.ones([SIZE, SIZE]), tf.ones([SIZE, SIZE])] as const),
  ([a, b]) =>
    Effect.promise(async () => {
      const c = tf.matMul(a, b)
      await c.data()
      c.dispose()
    }),
  (operands) => Effect.sync(() => tf.dispose([...operands]))
)

const timed = Effect.gen(function*() {
  const start = yield* Clock.monotonicTimeNanos
  yield* product
  return Number((yield* Clock.monotonicTimeNanos) - start)
})

/** Billions of operations a second, the best of `rounds` after one to warm up. */
const figure = Effect.fnUntraced(function*(rounds: number) {
  yield* product
  let best = Infinity
  for (let round = 0; round < rounds; round++) best = Math.min(best, yield* timed)
  return FLOPS / best
})

/** Tries one backend. Leaves it current where it works. */
export const probe = Effect.fn("TensorBackend.probe")(function*(name: BackendName) {
  const { describes, remedy, run } = backends[name]
  const result = yield* Effect.result(load(name))
  if (result._tag === "Failure") {
    const { problem } = result.failure
    return { name, describes, usable: false, problem, remedy, gflops: undefined, run } satisfies Probe as Probe
  }
  const gflops = yield* figure(name === "cpu" ? 1 : 5)
  return { name, describes, usable: true, problem: undefined, remedy: undefined, gflops, run } satisfies Probe as Probe
})

/** Tries all backends, and gives tfjs its former one back. A second or two. */
export const probeAll: Effect.Effect<ReadonlyArray<Probe>> = Effect.acquireUseRelease(
  Effect.sync(() => tf.engine().backendName),
  () => Effect.forEach(backendNames, probe),
  (former) => Effect.promise(() => former === undefined ? Promise.resolve(true) : tf.setBackend(former))
)
