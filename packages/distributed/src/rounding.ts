/**
 * How a machine's processor rounds: relaxed SIMD multiplies and adds in one step where the processor can, and in two where it
 * cannot, so that last bits differ between machines of one variant.
 */
import { Kernels, type Matrix } from "@marginalia/core"
import { sha256 } from "@marginalia/datasets/hash"
import * as Effect from "effect/Effect"

const ROWS = 64, COLS = 37, FEW = 5

/** Numbers whose products round, the same everywhere. */
const numberAt = (i: number, step: number, modulus: number): number => i * step % modulus / modulus - 0.49

const x: Matrix.Matrix = {
  data: Float32Array.from({ length: ROWS * COLS }, (_, i) => numberAt(i, 7919, 1009)),
  rows: ROWS,
  cols: COLS
}

const w = {
  data: Float64Array.from({ length: FEW * COLS }, (_, i) => numberAt(i, 6131, 997)),
  rows: FEW,
  cols: COLS
}

/**
 * A few digits that are the same on machines whose kernels of a `variant` round alike; empty where the variant cannot run here.
 */
export const roundingOf = (variant: Kernels.Variant): string => {
  if (!Kernels.supports(variant)) return ""
  const kernels = Kernels.make({ variant })
  const numbers = Effect.runSync(Effect.all([kernels.dots(x, w), kernels.squaredDistancesTo(x, 3)]))
  return sha256(numbers.map((one) => one.join(" ")).join("\n")).slice(0, 16)
}
