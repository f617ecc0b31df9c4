/** WebGPU: in a browser as it is, in Node through the package `webgpu` (Dawn). */
import { type Adapter, type Gpu, nameOf, WebGpuUnavailable } from "@marginalia/core/webgpu"
import { importOptional, isMissing } from "@marginalia/datasets/optional"
import { MissingPackage } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"

interface Dawn {
  readonly create: (flags: ReadonlyArray<string>) => Gpu
  readonly globals: object
}

/** Whether an adapter computes on the processor: right, but many times slower than wasm. */
export const isSoftware = (adapter: Pick<Adapter, "info">): boolean =>
  adapter.info?.isFallbackAdapter === true ||
  /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(nameOf(adapter))

/** Where Linux keeps the Vulkan loader; without it Dawn would complain on stderr before it finds nothing. */
const hasVulkan = async (): Promise<boolean> => {
  if (process.platform !== "linux") return true
  const { existsSync } = await import("node:fs")
  const named = process.env["LD_LIBRARY_PATH"]?.split(":") ?? []
  const usual = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]
  return [...named, ...usual].some((folder) => existsSync(`${folder}/libvulkan.so.1`))
}

/** From beside this package, whose peer it is, or as other optional packages are found. */
const dawn = async (): Promise<Dawn> => {
  const name: string = "webgpu"
  try {
    return (await import(name)) as Dawn
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    return (await importOptional(name)) as Dawn
  }
}

const gpuOfNode = async (): Promise<Gpu> => {
  if (!(await hasVulkan())) throw new Error("there is no libvulkan.so.1 (Debian: libvulkan1)")
  const { create, globals } = await dawn()
  Object.assign(globalThis, globals)
  const gpu = create([])
  Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true })
  return gpu
}

/** What is there already, a browser's or one that was made before. */
const present = (): Gpu | undefined => (globalThis.navigator as { readonly gpu?: Gpu } | undefined)?.gpu

/**
 * WebGPU as it is here: a browser's own, in Node that of the package `webgpu`, which is loaded once.
 *
 * Fails with `MissingPackage` where that is not installed, and with `WebGpuUnavailable` where it does not start.
 */
export const gpuHere: Effect.Effect<Gpu, MissingPackage | WebGpuUnavailable> = Effect.tryPromise({
  try: async () => present() ?? await gpuOfNode(),
  catch: (cause) =>
    isMissing(cause)
      ? new MissingPackage({ name: "webgpu", purpose: "a graphics card", broken: undefined })
      : new WebGpuUnavailable({ reason: { _tag: "NotStarted", cause } })
})

/**
 * Finds an adapter first, since tfjs without one goes on with another backend; then registers the backend. With
 * `hardware`, an adapter in software does not count.
 */
export const prepareWebgpu = async (hardware: boolean): Promise<unknown> => {
  const adapter = await (present() ?? await gpuOfNode()).requestAdapter()
  if (adapter === null) throw new Error("there is no graphics adapter")
  if (hardware && isSoftware(adapter)) throw new Error(`its adapter is software (${nameOf(adapter)})`)
  return await importOptional("@tensorflow/tfjs-backend-webgpu")
}
