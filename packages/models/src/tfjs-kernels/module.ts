/** Our WebAssembly kernels, working in the memory of tfjs's wasm backend: no number is copied to reach them. */
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

const instances = new WeakMap<WebAssembly.Memory, Kernels>()

/** The kernels in a backend's memory; compiled once a backend. */
export const kernelsOf = (backend: WasmBackend): Kernels => {
  const memory = memoryOf(backend)
  const known = instances.get(memory)
  if (known !== undefined) return known
  const shared = typeof SharedArrayBuffer !== "undefined" && memory.buffer instanceof SharedArrayBuffer
  const kernels = new WebAssembly.Instance(compile(shared), { env: { memory } }).exports as unknown as Kernels
  instances.set(memory, kernels)
  return kernels
}
