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

const decode = (base64: string): Uint8Array<ArrayBuffer> => {
  const text = atob(base64)
  return Uint8Array.from(text, (_, i) => text.charCodeAt(i))
}

/** Whether memory may be shared with other threads here; without it the modules import private memory. */
export const sharing = typeof SharedArrayBuffer !== "undefined"

/** The bytes after `env` `memory` in the import section: kind memory, limits shared (3) or not (1). */
const markPrivate = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const text = String.fromCharCode(...bytes.subarray(0, 256))
  const at = text.indexOf("\x03env\x06memory\x02\x03") + 12
  if (at < 12) throw new Error("the kernels' module does not import a shared memory")
  bytes[at] = 1
  return bytes
}

const bytes = (variant: Exclude<Variant, "typescript">, shared: boolean): Uint8Array<ArrayBuffer> =>
  shared ? decode(encoded[variant]) : markPrivate(decode(encoded[variant]))

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
