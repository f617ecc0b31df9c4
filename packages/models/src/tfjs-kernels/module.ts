/** Our WebAssembly kernels, working in the memory of tfjs's wasm backend: no number is copied to reach them. */
import type { Crew } from "./crew.ts"
import relaxed from "./relaxed-simd.gen.ts"
import simd from "./simd.gen.ts"
import { memoryOf, type WasmBackend } from "./wasm-backend.ts"

/** See `packages/models/assembly` for what each does. Addresses and counts. */
export interface Kernels {
  readonly packFilter: (filter: number, packed: number, taps: number, outputs: number) => void
  readonly convolve: (...args: ReadonlyArray<number>) => void
  readonly filterGradient: (...args: ReadonlyArray<number>) => void
  readonly pad: (...args: ReadonlyArray<number>) => void
  readonly channelSums: (...args: ReadonlyArray<number>) => void
  readonly channelSquares: (...args: ReadonlyArray<number>) => void
  readonly affine: (...args: ReadonlyArray<number>) => void
  readonly gradientSums: (...args: ReadonlyArray<number>) => void
  readonly gradientCombine: (...args: ReadonlyArray<number>) => void
  readonly sgdStep: (...args: ReadonlyArray<number>) => void
  readonly keepMask: (...args: ReadonlyArray<number>) => void
  readonly adamStep: (...args: ReadonlyArray<number>) => void
}

/** The import of the memory: module, name, kind memory; then 3 for shared memory, 1 for private. */
const MEMORY = "\x03env\x06memory\x02"

const decode = (encoded: string, shared: boolean): Uint8Array<ArrayBuffer> => {
  const text = atob(encoded)
  const bytes = Uint8Array.from(text, (_, i) => text.charCodeAt(i))
  const at = text.indexOf(MEMORY)
  if (at < 0) throw new Error("the kernels' module does not import a memory")
  bytes[at + MEMORY.length] = shared ? 3 : 1
  return bytes
}

const compile = (shared: boolean): WebAssembly.Module => {
  const bytes = [relaxed, simd].map((encoded) => decode(encoded, shared)).find((bytes) => WebAssembly.validate(bytes))
  if (bytes === undefined) throw new Error("this engine has no WebAssembly SIMD")
  return new WebAssembly.Module(bytes)
}

interface Loaded {
  readonly kernels: Kernels
  readonly module: WebAssembly.Module
  crew?: Crew
}

const loaded = new WeakMap<WebAssembly.Memory, Loaded>()

const loadedIn = (backend: WasmBackend): Loaded => {
  const memory = memoryOf(backend)
  const known = loaded.get(memory)
  if (known !== undefined) return known
  const module = compile(isShared(memory))
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels
  const made: Loaded = { kernels, module }
  loaded.set(memory, made)
  return made
}

const isShared = (memory: WebAssembly.Memory): boolean =>
  typeof SharedArrayBuffer !== "undefined" && memory.buffer instanceof SharedArrayBuffer

/** The kernels in a backend's memory; compiled once a backend. */
export const kernelsOf = (backend: WasmBackend): Kernels => loadedIn(backend).kernels

/** Lets `threads` threads work on the backend's tensors from now on; one where its memory is not shared. */
export const hire = async (backend: WasmBackend, threads: number): Promise<void> => {
  const here = loadedIn(backend), memory = memoryOf(backend)
  if (threads === threadsOf(backend)) return
  here.crew?.close()
  delete here.crew
  if (threads < 2 || !isShared(memory)) return
  const { crew } = await import("./crew.ts")
  here.crew = crew(here.module, memory, { ...here.kernels }, threads)
}

/** How many threads work on the backend's tensors. */
export const threadsOf = (backend: WasmBackend): number => loadedIn(backend).crew?.threads ?? 1

/** Less work than this (in multiply-adds, or numbers touched) is done at once: handing it over would cost more. */
const SMALL = 2 ** 18

/** Work on `items` that can be split between any multiples of `align`. */
export interface Work {
  readonly items: number
  readonly cost: number
  readonly align?: number
}

/** The ranges of items that the threads take. */
export const ranges = ({ align = 1, cost, items }: Work, threads: number): ReadonlyArray<readonly [number, number]> => {
  const units = Math.ceil(items / align), parts = cost < SMALL ? 1 : Math.min(threads, units)
  const edge = (part: number): number => Math.min(items, Math.floor(units * part / parts) * align)
  return Array.from({ length: parts }, (_, part) => [edge(part), part === parts - 1 ? items : edge(part + 1)] as const)
}

/** Where the two ends of a part's range stand among a kernel's arguments. Nobody but {@link spread} sees the numbers. */
export const RANGE = Symbol("range")

/** Memory of a part's own: `share` bytes for each, from an address on. */
export interface PartMemory {
  readonly from: number
  readonly share: number
}

/** An argument of a kernel that is spread. */
export type Argument = number | PartMemory | typeof RANGE

/** A part's arguments, its range written out. */
export const argumentsOf = (
  args: ReadonlyArray<Argument>,
  [from, to]: readonly [number, number],
  part: number
): ReadonlyArray<number> =>
  args.flatMap((arg) => {
    if (arg === RANGE) return [from, to]
    return typeof arg === "number" ? [arg] : [arg.from + arg.share * part]
  })

/**
 * Calls a kernel on all items, by as many threads as there are. The caller says where the range stands, and never which it
 * is: so no part can be left out. A part may write only what is its own.
 */
export const spread = (
  backend: WasmBackend,
  name: keyof Kernels,
  work: Work,
  args: ReadonlyArray<Argument>
): void => {
  const { crew, kernels } = loadedIn(backend)
  const parts = ranges(work, crew?.threads ?? 1).map((range, part) => argumentsOf(args, range, part))
  if (crew === undefined || parts.length === 1) {
    ;(kernels[name] as (...args: ReadonlyArray<number>) => void)(...parts[0]!)
  } else crew.call(name, parts)
}
