/**
 * WebGPU in Node, for kernels that ask a graphics card: `gpuHere` is what `@marginalia/core/webgpu` takes.
 */
export { gpuHere, isSoftware } from "./backend/webgpu.ts"
