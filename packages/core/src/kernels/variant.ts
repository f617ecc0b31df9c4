/**
 * Which build of the kernels runs: WebAssembly with relaxed SIMD (fused multiply-add where the machine has it), with
 * plain SIMD, or TypeScript.
 *
 * Within one variant the results are the same bits for any number of threads; across variants the last bits differ.
 */
import relaxed from "./relaxed-simd.gen.ts"
import simd from "./simd.gen.ts"

/**
 * A build of the kernels, fastest first: WebAssembly with relaxed SIMD, with plain SIMD, or plain TypeScript.
 *
 * Within one variant the results are the same bits for any number of threads; across variants the last bits differ.
 */
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
  const decoded = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) decoded[i] = text.charCodeAt(i)
  if (!shared) decoded[limits(text)] = 1
  return decoded
}

const modules = new Map<Variant, WebAssembly.Module>()

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error)

/** Compiles a variant and allocates a memory for it; an instruction, a policy or a limit of memory may forbid either. */
const attempt = (variant: Exclude<Variant, "typescript">): string | undefined => {
  if (typeof WebAssembly === "undefined") return "there is no WebAssembly here"
  const code = bytes(variant, sharing)
  if (!WebAssembly.validate(code)) return "this engine does not know WebAssembly SIMD"
  try {
    modules.set(variant, new WebAssembly.Module(code))
  } catch (error) {
    return `WebAssembly cannot be compiled here (${messageOf(error)}); a page's policy must allow 'wasm-unsafe-eval'`
  }
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: sharing }).buffer.byteLength > 0
      ? undefined
      : "no memory"
  } catch (error) {
    return `no memory can be had for WebAssembly (${messageOf(error)})`
  }
}

const problems = new Map<Variant, string | undefined>()

/** Why a variant cannot run here; undefined where it can. Tried once. */
export const problemOf = (variant: Variant): string | undefined => {
  if (variant === "typescript") return undefined
  if (!problems.has(variant)) problems.set(variant, attempt(variant))
  return problems.get(variant)
}

/** Whether this engine can run a variant: its instructions are known, compiling is allowed, and there is memory. */
export const supports = (variant: Variant): boolean => problemOf(variant) === undefined

let found: Variant | undefined

/** The fastest variant that this engine runs. */
export const best = (): Variant => found ??= (["relaxed-simd", "simd"] as const).find(supports) ?? "typescript"

/**
 * Why the kernels run as plain TypeScript here, several times slower; undefined where WebAssembly runs. Results differ in the
 * last bits, as between any two variants.
 */
export const fallback = (): string | undefined => best() === "typescript" ? problemOf("simd") : undefined

/** The compiled module of a variant; compiled once. Throws a `TypeError`, which says why, where it cannot run. */
export const compiled = (variant: Exclude<Variant, "typescript">): WebAssembly.Module => {
  const known = modules.get(variant)
  if (known !== undefined) return known
  if (!supports(variant)) {
    throw new TypeError(`this engine cannot run the ${variant} kernels: ${problemOf(variant)}; it can run ${best()}`)
  }
  return modules.get(variant)!
}
