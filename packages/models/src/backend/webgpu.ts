/** WebGPU: in a browser as it is, in Node through the package `webgpu` (Dawn). */
import { importOptional } from "./optional.ts"

interface Dawn {
  readonly create: (flags: ReadonlyArray<string>) => { readonly requestAdapter: () => Promise<unknown> }
  readonly globals: object
}

interface Gpu {
  readonly requestAdapter: () => Promise<unknown>
}

const gpuOfNode = async (): Promise<Gpu> => {
  const { create, globals } = (await importOptional("webgpu")) as Dawn
  Object.assign(globalThis, globals)
  const gpu = create([])
  Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true })
  return gpu
}

/** Finds an adapter first, since tfjs without one goes on with another backend; then registers the backend. */
export const prepareWebgpu = async (): Promise<unknown> => {
  const present = (globalThis.navigator as { readonly gpu?: Gpu } | undefined)?.gpu
  const gpu = present ?? await gpuOfNode()
  if (!(await gpu.requestAdapter())) throw new Error("there is no graphics adapter")
  return await importOptional("@tensorflow/tfjs-backend-webgpu")
}
