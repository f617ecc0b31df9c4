/**
 * The part of WebGPU that is used here, as browsers, Deno and the package `webgpu` have it: so nobody's types have to be installed.
 */

/** What an adapter can hold, and how much it does at a time. */
export interface Limits {
  readonly maxBufferSize: number
  readonly maxStorageBufferBindingSize: number
  readonly maxComputeWorkgroupsPerDimension: number
}

/** `GPUAdapter`. */
export interface Adapter {
  readonly limits: Limits
  readonly info?: Info | undefined
  readonly requestDevice: (
    options: { readonly requiredLimits: { readonly [limit: string]: number } }
  ) => Promise<GpuDevice>
}

/** `GPUAdapterInfo`. */
export interface Info {
  readonly vendor?: string
  readonly architecture?: string
  readonly device?: string
  readonly description?: string
  readonly isFallbackAdapter?: boolean
}

/** `navigator.gpu`, or what `create([])` of the package `webgpu` gives. */
export interface Gpu {
  readonly requestAdapter: (
    options?: { readonly powerPreference?: "low-power" | "high-performance" }
  ) => Promise<Adapter | null>
}

/** `GPUBuffer`. */
export interface GpuBuffer {
  readonly mapAsync: (mode: number, offset: number, size: number) => Promise<unknown>
  readonly getMappedRange: (offset: number, size: number) => ArrayBuffer
  readonly unmap: () => void
  readonly destroy: () => void
}

interface Pass {
  readonly setPipeline: (pipeline: unknown) => void
  readonly setBindGroup: (index: number, group: unknown) => void
  readonly dispatchWorkgroups: (x: number, y: number) => void
  readonly end: () => void
}

interface Encoder {
  readonly beginComputePass: () => Pass
  readonly copyBufferToBuffer: (from: GpuBuffer, at: number, to: GpuBuffer, toAt: number, size: number) => void
  readonly finish: () => unknown
}

/** `GPUDevice`. */
export interface GpuDevice {
  readonly limits: Limits
  readonly lost: Promise<{ readonly reason?: string; readonly message: string }>
  readonly queue: {
    readonly writeBuffer: (to: GpuBuffer, at: number, data: ArrayBufferView<ArrayBuffer>) => void
    readonly submit: (commands: ReadonlyArray<unknown>) => void
  }
  readonly createBuffer: (options: { readonly size: number; readonly usage: number }) => GpuBuffer
  readonly createShaderModule: (options: { readonly code: string }) => unknown
  readonly createBindGroupLayout: (options: { readonly entries: ReadonlyArray<object> }) => unknown
  readonly createPipelineLayout: (options: { readonly bindGroupLayouts: ReadonlyArray<unknown> }) => unknown
  readonly createComputePipelineAsync: (options: {
    readonly layout: unknown
    readonly compute: { readonly module: unknown; readonly entryPoint: string }
  }) => Promise<unknown>
  readonly createBindGroup: (options: { readonly layout: unknown; readonly entries: ReadonlyArray<object> }) => unknown
  readonly createCommandEncoder: () => Encoder
  readonly pushErrorScope: (filter: "validation" | "out-of-memory" | "internal") => void
  readonly popErrorScope: () => Promise<{ readonly message: string } | null>
  readonly destroy: () => void
}

/** `GPUBufferUsage` and `GPUMapMode`, which are not global everywhere. */
export const Usage = { MAP_READ: 1, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128 } as const
