/** What our kernels need of tfjs's wasm backend: its memory, and where in it a tensor lies. */
import * as tf from "@tensorflow/tfjs-core"
import { sharedMemory } from "./shared-memory.ts"

/** tfjs's wasm backend, as far as we use it. */
export interface WasmBackend {
  readonly wasm: { readonly asm: { readonly memory?: unknown } }
  readonly dataIdMap: { readonly get: (dataId: object) => { readonly memoryOffset: number } }
  readonly makeOutput: (shape: ReadonlyArray<number>, dtype: "float32") => tf.TensorInfo
  readonly disposeData: (dataId: object) => boolean
}

/** The memory that all of the backend's tensors lie in. Throws where tfjs keeps it elsewhere than version 4.22 does. */
export const memoryOf = (backend: WasmBackend): WebAssembly.Memory => {
  const memory = sharedMemory() ?? backend.wasm.asm.memory
  if (memory instanceof WebAssembly.Memory) return memory
  throw new Error("this version of @tensorflow/tfjs-backend-wasm does not show its memory; install 4.22.0")
}

/** The current backend, which must be wasm. */
export const wasmBackend = (): WasmBackend => tf.backend() as unknown as WasmBackend

/** The address of a tensor's first number. It holds until the tensor is disposed of, also when the memory grows. */
export const address = (backend: WasmBackend, tensor: { readonly dataId: object }): number =>
  backend.dataIdMap.get(tensor.dataId).memoryOffset

/** Room for a tensor of this shape; its numbers are whatever was there. Throws a `RangeError` when there is none. */
export const room = (backend: WasmBackend, shape: ReadonlyArray<number>): tf.TensorInfo => {
  const made = backend.makeOutput(shape, "float32")
  if (address(backend, made) !== 0) return made
  backend.disposeData(made.dataId)
  throw new RangeError(`the memory has no room for ${shape.join(" × ")} numbers`)
}

/** The numbers of a tensor. The view ends when the memory grows. */
export const view = (backend: WasmBackend, tensor: tf.TensorInfo): Float32Array => {
  const length = tensor.shape.reduce((size, n) => size * n, 1)
  return new Float32Array(memoryOf(backend).buffer, address(backend, tensor), length)
}
