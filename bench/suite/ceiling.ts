/**
 * What this machine can do in WebAssembly, on one thread: multiply-adds that stay in registers, and reading memory. The
 * kernels are held beside it.
 */
import asc from "assemblyscript/asc"

/** Eight sums at once, so that no multiply-add waits for the one before it; 8 × 4 lanes × 2 operations a turn. */
const source = (relaxed: boolean): string => {
  const names = Array.from({ length: 8 }, (_, i) => `s${i}`)
  const step = (name: string) =>
    relaxed ? `${name} = f32x4.relaxed_madd(a, b, ${name})` : `${name} = f32x4.add(${name}, f32x4.mul(a, b))`
  return `
export function compute(turns: i32, x: f32, y: f32): f32 {
  const a = f32x4.splat(x), b = f32x4.splat(y)
  ${names.map((name, i) => `let ${name} = f32x4.splat(${i})`).join("\n  ")}
  for (let i = 0; i < turns; i++) {
    ${names.map(step).join("\n    ")}
  }
  const t = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7)))
  return f32x4.extract_lane(t, 0)
}
export function read(from: usize, bytes: usize): f32 {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0
  for (let at = from, end = from + bytes; at < end; at += 64) {
    s0 = f32x4.add(s0, v128.load(at))
    s1 = f32x4.add(s1, v128.load(at, 16))
    s2 = f32x4.add(s2, v128.load(at, 32))
    s3 = f32x4.add(s3, v128.load(at, 48))
  }
  return f32x4.extract_lane(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), 0)
}
export function grow(pages: i32): i32 { return memory.grow(pages) }
`
}

interface Loops {
  readonly compute: (turns: number, x: number, y: number) => number
  readonly read: (from: number, bytes: number) => number
  readonly grow: (pages: number) => number
  readonly memory: WebAssembly.Memory
}

const compile = async (relaxed: boolean): Promise<Loops> => {
  const enable = ["simd", ...(relaxed ? ["relaxed-simd"] : [])]
  const { binary, error } = await asc.compileString(source(relaxed), {
    optimizeLevel: 3,
    runtime: "stub",
    noAssert: true,
    enable
  })
  if (error !== null || binary === null) throw new Error(error?.message ?? "nothing was compiled")
  const { instance } = await WebAssembly.instantiate(new Uint8Array(binary), { env: { abort: () => {} } })
  return instance.exports as unknown as Loops
}

/** Seconds of the fastest of so many runs. */
const fastest = (times: number, task: () => void): number =>
  Math.min(...Array.from({ length: times }, () => {
    const start = performance.now()
    task()
    return (performance.now() - start) / 1000
  }))

/** In operations and bytes a second, on one thread. */
export interface Ceiling {
  readonly flops: number
  readonly bytes: number
}

const MEMORY = 2 ** 28

/** Measures it: about a second. */
export const ceilingHere = async (): Promise<Ceiling> => {
  const loops = await compile(true).catch(() => compile(false)), turns = 5_000_000
  loops.grow(MEMORY / 65_536)
  // Pages that were never written are all one page of zeros.
  new Float32Array(loops.memory.buffer).fill(1)
  // The engine compiles a loop well after it has seen it often, and meanwhile.
  for (let i = 0; i < 2000; i++) [loops.compute(10_000, 1.0001, 0.9999), loops.read(65_536, 65_536)]
  await new Promise((resolve) => {
    setTimeout(resolve, 300)
  })
  return {
    flops: 64 * turns / fastest(8, () => loops.compute(turns, 1.0001, 0.9999)),
    bytes: MEMORY / 2 / fastest(8, () => loops.read(65_536, MEMORY / 2))
  }
}
