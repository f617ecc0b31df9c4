/**
 * Has two threads work on one large memory after the other, each forgotten before the next, and prints how many bytes the process has
 * beyond those of the first: a process of its own, since that of a test has memories of others.
 */
import * as Effect from "effect/Effect"
import { reserve } from "../src/Kernels.ts"
import { collect, Kernels } from "../src/node.ts"

const rows = 2 ** 17, cols = 2 ** 7

await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
  const kernels = yield* Kernels.make({ threads: 2 })
  const once = Effect.fnUntraced(function*() {
    const { buffer, byteOffset } = reserve(4 * rows * cols)
    yield* kernels.rowNorms({ data: new Float32Array(buffer, byteOffset, rows * cols).fill(1), rows, cols })
  })
  yield* once()
  const first = process.memoryUsage.rss()
  for (let i = 0; i < 8; i++) {
    yield* once()
    yield* Effect.sleep("10 millis")
    collect()
    // The threads are told that it is gone, and collect.
    yield* Effect.sleep("50 millis")
  }
  console.log(process.memoryUsage.rss() - first)
})))
