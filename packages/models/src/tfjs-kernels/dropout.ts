/** Which numbers a dropout keeps, on our kernels: the bits of `Rng.uniform`, several times as fast. */
import type * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import { RANGE, spread } from "./module.ts"
import { address, room, wasmBackend } from "./wasm-backend.ts"

/** A random number is worth so many multiply-adds. */
const DRAW = 32

/** 0 where the key's uniform number at that place is below `rate`, 1 / (1 − rate) elsewhere. */
export const wasmMask = (key: Rng.Key, shape: ReadonlyArray<number>, rate: number): tf.Tensor => {
  const backend = wasmBackend(), out = room(backend, shape), items = shape.reduce((size, n) => size * n, 1)
  spread(
    backend,
    "keepMask",
    { items, cost: DRAW * items, align: 4 },
    [key.lo | 0, key.hi | 0, rate * 2 ** 53, 1 / (1 - rate), address(backend, out), RANGE]
  )
  return tf.engine().makeTensorFromTensorInfo(out)
}
