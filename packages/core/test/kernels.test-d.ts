/**
 * What the compiler refuses of a kernel over ranges. `tsc` checks this file: a line that compiles although it should not is
 * an error here ("Unused '@ts-expect-error' directive").
 */
import { single } from "../src/kernels/engine.ts"
import { kernel, ranged } from "../src/kernels/kernel.ts"
import * as Slab from "../src/kernels/slab.ts"

const engine = single("typescript")
const slab = Slab.make(1024, "typescript")
const work = { items: 1, cost: 1 }

const doubled = ranged("doubled", ["f32", "number", "scratch"], (from, to, x, factor, _scratch) => {
  for (let i = from; i < to; i++) x[i]! *= factor
})
const byHand = kernel("byHand", ["number", "number", "f32"], (_from, _to, x) => void x.fill(0))

// What is the same for all ranges is given, and scratch memory as a piece for each thread.
engine.over(slab, doubled, work, [0, 2, { at: 0, bytes: 64 }])

// @ts-expect-error no caller sees a range, of which it might do a part and take it for the whole
engine.over(slab, doubled, work, (from: number) => [from, 2, { at: 0, bytes: 64 }])

// @ts-expect-error a kernel that is called by hand is no kernel over ranges, though it begins with two numbers
engine.over(slab, byHand, work, [0])

// @ts-expect-error scratch memory of one thread only would be shared by all
engine.over(slab, doubled, work, [0, 2, 0])

// @ts-expect-error an argument is missing
engine.over(slab, doubled, work, [0, 2])

// @ts-expect-error a twin over ranges cannot take its range from elsewhere: its first two parameters are numbers
ranged("other", ["f32"], (x: Float32Array) => void x.fill(0))
