/**
 * The part of WebGPU that is used here, as browsers, Deno and the package `webgpu` have it: so nobody's types have to be installed.
 */

/** What an adapter can hold, and how much it does at a time: a part of `GPUSupportedLimits`. */
export interface Limits {
  /** Bytes of the largest buffer. */
  readonly maxBufferSize: number
  /** Bytes of a buffer that a shader reads, at most. */
  readonly maxStorageBufferBindingSize: number
}

/** A card, or a driver in software, that computes: a part of `GPUAdapter`. */
export interface Adapter {
  /** What it can hold. */
  readonly limits: Limits
  /** What it says of itself. */
  readonly info?: Info | undefined
  /** Makes a device that has the limits asked for. */
  readonly requestDevice: (
    options: { readonly requiredLimits: { readonly [limit: string]: number } }
  ) => Promise<GpuDevice>
}

/** What an adapter says of itself, as far as it does: a part of `GPUAdapterInfo`. */
export interface Info {
  /** Who makes it: `nvidia`, say. */
  readonly vendor?: string
  /** Its family: `hopper`, say. */
  readonly architecture?: string
  /** Its number or name. */
  readonly device?: string
  /** Its driver, in words. */
  readonly description?: string
  /** Whether it computes on the processor. */
  readonly isFallbackAdapter?: boolean
}

/** WebGPU, a part of it: `navigator.gpu`, or what `create([])` of the package `webgpu` gives. */
export interface Gpu {
  /** The adapter that fits the preference best; null where there is none. */
  readonly requestAdapter: (
    options?: { readonly powerPreference?: "low-power" | "high-performance" }
  ) => Promise<Adapter | null>
}

/** Memory of a device: a part of `GPUBuffer`. */
export interface GpuBuffer {
  /** Makes `size` bytes from `offset` on readable when all that was submitted is done. */
  readonly mapAsync: (mode: number, offset: number, size: number) => Promise<unknown>
  /** The bytes that were made readable. */
  readonly getMappedRange: (offset: number, size: number) => ArrayBuffer
  /** Ends what `mapAsync` began. */
  readonly unmap: () => void
  /** Gives the memory back when all that was submitted is done. */
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

/** What computes: a part of `GPUDevice`. */
export interface GpuDevice {
  /** What it can hold, by what was asked for. */
  readonly limits: Limits
  /** Ends when the device can be used no more, and says why. */
  readonly lost: Promise<{ readonly reason?: string; readonly message: string }>
  /** What is written and computed, one after the other. */
  readonly queue: {
    readonly writeBuffer: (to: GpuBuffer, at: number, data: ArrayBufferView<ArrayBuffer>) => void
    readonly submit: (commands: ReadonlyArray<unknown>) => void
  }
  /** Takes memory. */
  readonly createBuffer: (options: { readonly size: number; readonly usage: number }) => GpuBuffer
  /** Reads a shader. */
  readonly createShaderModule: (options: { readonly code: string }) => unknown
  /** Says what kinds of buffers a shader takes. */
  readonly createBindGroupLayout: (options: { readonly entries: ReadonlyArray<object> }) => unknown
  /** Says which groups of buffers a pipeline takes. */
  readonly createPipelineLayout: (options: { readonly bindGroupLayouts: ReadonlyArray<unknown> }) => unknown
  /** Compiles a shader. */
  readonly createComputePipelineAsync: (options: {
    readonly layout: unknown
    readonly compute: { readonly module: unknown; readonly entryPoint: string }
  }) => Promise<unknown>
  /** Names the buffers that a shader works on. */
  readonly createBindGroup: (options: { readonly layout: unknown; readonly entries: ReadonlyArray<object> }) => unknown
  /** Begins a list of commands. */
  readonly createCommandEncoder: () => Encoder
  /** Begins to catch errors of a kind. */
  readonly pushErrorScope: (filter: "validation" | "out-of-memory" | "internal") => void
  /** Ends what `pushErrorScope` began, with the first error. */
  readonly popErrorScope: () => Promise<{ readonly message: string } | null>
  /** Gives back all that it holds. */
  readonly destroy: () => void
}

/** `GPUBufferUsage`, which is not global everywhere. */
export const Usage = { MAP_READ: 1, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128 } as const
