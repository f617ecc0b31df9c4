/**
 * Which build of the kernels runs: WebAssembly with relaxed SIMD (fused multiply-add where the machine has it), with
 * plain SIMD, or TypeScript.
 *
 * Within one variant the results are the same bits for any number of threads; across variants the last bits differ.
 */
import relaxed from "./relaxed-simd.gen.ts"
import simd from "./simd.gen.ts"

/** See the module. */
export type Variant = "relaxed-simd" | "simd" | "typescript"

const encoded = { "relaxed-simd": relaxed, simd }

/** Whether memory may be shared with other threads here; without it the modules import private memory. */
export const sharing = typeof SharedArrayBuffer !== "undefined"

/** The import of the memory: module, name, kind memory, limits shared with a maximum. */
const MEMORY = "\x03env\x06memory\x02\x03"

/** Where a module says that its memory is shared (3) or not (1). */
const limits = (text: string): number => {
  const at = text.indexOf(MEMORY)
  if (at < 0) throw new Error("the kernels' module does not import a shared memory")
  return at + MEMORY.length - 1
}

const bytes = (variant: Exclude<Variant, "typescript">, shared: boolean): Uint8Array<ArrayBuffer> => {
  const text = atob(encoded[variant])
  const decoded = Uint8Array.from(text, (_, i) => text.charCodeAt(i))
  if (!shared) decoded[limits(text)] = 1
  return decoded
}

const validates = (variant: Exclude<Variant, "typescript">): boolean =>
  typeof WebAssembly !== "undefined" && WebAssembly.validate(bytes(variant, sharing))

/** Whether this engine can run a variant. */
export const supports = (variant: Variant): boolean => variant === "typescript" || validates(variant)

let found: Variant | undefined

/** The fastest variant that this engine runs. */
export const best = (): Variant => found ??= (["relaxed-simd", "simd"] as const).find(validates) ?? "typescript"

const modules = new Map<Variant, WebAssembly.Module>()

/** The compiled module of a variant; compiled once. Throws a `TypeError` where the engine cannot run it. */
export const compiled = (variant: Exclude<Variant, "typescript">): WebAssembly.Module => {
  const known = modules.get(variant)
  if (known !== undefined) return known
  if (!supports(variant)) throw new TypeError(`this engine cannot run the ${variant} kernels; it can run ${best()}`)
  const module = new WebAssembly.Module(bytes(variant, sharing))
  modules.set(variant, module)
  return module
}
