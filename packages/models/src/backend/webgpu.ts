/** WebGPU: in a browser as it is, in Node through the package `webgpu` (Dawn). */
import { importOptional } from "@marginalia/datasets/optional"

interface Adapter {
  readonly info?: { readonly [about: string]: unknown }
}

interface Gpu {
  readonly requestAdapter: () => Promise<Adapter | null>
}

interface Dawn {
  readonly create: (flags: ReadonlyArray<string>) => Gpu
  readonly globals: object
}

/** What an adapter says of itself. */
const describe = ({ info }: Adapter): string =>
  ["vendor", "architecture", "device", "description"].map((about) => info?.[about]).filter(Boolean).join(" ")

/** Whether an adapter computes on the processor: right, but many times slower than wasm. */
export const isSoftware = (adapter: Adapter): boolean =>
  adapter.info?.["isFallbackAdapter"] === true ||
  /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(describe(adapter))

/** Where Linux keeps the Vulkan loader; without it Dawn would complain on stderr before it finds nothing. */
const hasVulkan = async (): Promise<boolean> => {
  if (process.platform !== "linux") return true
  const { existsSync } = await import("node:fs")
  const named = process.env["LD_LIBRARY_PATH"]?.split(":") ?? []
  const usual = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]
  return [...named, ...usual].some((folder) => existsSync(`${folder}/libvulkan.so.1`))
}

const gpuOfNode = async (): Promise<Gpu> => {
  if (!(await hasVulkan())) throw new Error("there is no libvulkan.so.1 (Debian: libvulkan1)")
  const { create, globals } = (await importOptional("webgpu")) as Dawn
  Object.assign(globalThis, globals)
  const gpu = create([])
  Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true })
  return gpu
}

/**
 * Finds an adapter first, since tfjs without one goes on with another backend; then registers the backend. With
 * `hardware`, an adapter in software does not count.
 */
export const prepareWebgpu = async (hardware: boolean): Promise<unknown> => {
  const present = (globalThis.navigator as { readonly gpu?: Gpu } | undefined)?.gpu
  const adapter = await (present ?? await gpuOfNode()).requestAdapter()
  if (adapter === null) throw new Error("there is no graphics adapter")
  if (hardware && isSoftware(adapter)) throw new Error(`its adapter is software (${describe(adapter)})`)
  return await importOptional("@tensorflow/tfjs-backend-webgpu")
}
