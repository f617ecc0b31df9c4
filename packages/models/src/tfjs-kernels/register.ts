/** Gives tfjs's wasm backend the kernels that it lacks for training, and faster ones for some that it has. */
import * as tf from "@tensorflow/tfjs-core"
import { ours } from "./conv2d.ts"
import { segmentSum } from "./segment-sum.ts"
import { memoryOf, type WasmBackend, wasmBackend } from "./wasm-backend.ts"

type Params = Parameters<tf.KernelFunc>[0]

type Name = keyof typeof ours

/** Our kernel where it can, tfjs's own where not. */
const register = (kernelName: Name): void => {
  const former = tf.getKernel(kernelName, "wasm")?.kernelFunc
  if (former !== undefined) tf.unregisterKernel(kernelName, "wasm")
  const kernelFunc: tf.KernelFunc = (params: Params) => {
    const made = ours[kernelName](params as unknown as Parameters<typeof ours[Name]>[0])
    if (made !== undefined) return made
    if (former !== undefined) return former(params)
    throw new Error(`${kernelName} on wasm takes NHWC images, one stride and no dilation`)
  }
  tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc })
}

const registerSegmentSum = (): void =>
  tf.registerKernel({
    kernelName: "UnsortedSegmentSum",
    backendName: "wasm",
    kernelFunc: ({ attrs, backend, inputs }) => {
      const ids = (tf.backend() as { readSync: (id: object) => ArrayLike<number> })
        .readSync(inputs["segmentIds"]!.dataId)
      return segmentSum(backend as WasmBackend, inputs["x"]!, ids, attrs!["numSegments"] as number)
    }
  })

let installed = false

/** See the module. Throws where the backend's memory cannot be reached. Once a process. */
export const installKernels = (): void => {
  memoryOf(wasmBackend())
  if (installed) return
  for (const name of Object.keys(ours) as Array<Name>) register(name)
  registerSegmentSum()
  installed = true
}
