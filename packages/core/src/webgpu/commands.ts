/**
 * Runs the shader, with the few buffers that every run uses again, and what comes back. Tested in models, where there is an adapter in software.
 */
import * as Effect from "effect/Effect"
import { Gone } from "./errors.ts"
import { PARAMS, type Question, questions, shader } from "./shader.ts"
import { type GpuBuffer, type GpuDevice, Usage } from "./types.ts"

/** What WebGPU does, or why not. */
export const tried = <A>(task: () => Promise<A>): Effect.Effect<A, Gone> =>
  Effect.tryPromise({
    try: task,
    catch: (cause) => new Gone({ why: cause instanceof Error ? cause.message : String(cause) })
  })

/** A dispatch: what is asked, the rows' buffers, numbers by {@link PARAMS}, and how many workgroups. */
export interface Dispatch {
  readonly question: Question
  readonly x: GpuBuffer
  readonly y: GpuBuffer
  readonly halves: GpuBuffer
  readonly params: { readonly [name in Exclude<typeof PARAMS[number], "question">]: number }
  readonly groups: readonly [x: number, y: number]
}

/** Buffers by name, which grow as more is asked of them. */
type Name = "limits" | "points" | "halves" | "out" | "back"

const usages: { readonly [name in Name]: number } = {
  limits: Usage.STORAGE | Usage.COPY_DST,
  points: Usage.STORAGE | Usage.COPY_DST,
  halves: Usage.STORAGE | Usage.COPY_DST,
  out: Usage.STORAGE | Usage.COPY_SRC,
  back: Usage.MAP_READ | Usage.COPY_DST
}

/** The least that a buffer has, so that bindings of nothing are valid. */
const SOME = 256

const makeRoom = (device: GpuDevice) => {
  const held = new Map<Name, { readonly buffer: GpuBuffer; readonly size: number }>()
  return {
    of: (name: Name, bytes: number): GpuBuffer => {
      const there = held.get(name)
      if (there !== undefined && there.size >= bytes) return there.buffer
      there?.buffer.destroy()
      const size = Math.max(SOME, 4 * Math.ceil(bytes / 4)), buffer = device.createBuffer({ size, usage: usages[name] })
      held.set(name, { buffer, size })
      return buffer
    },
    free: (): void => {
      held.forEach(({ buffer }) => buffer.destroy())
      held.clear()
    }
  }
}

const STORED = ["read-only-storage", "read-only-storage", "read-only-storage", "read-only-storage", "storage"]

const COMPUTE = 4

const pipelineOf = async (device: GpuDevice) => {
  const layout = device.createBindGroupLayout({
    entries: ["uniform", ...STORED].map((type, binding) => ({ binding, visibility: COMPUTE, buffer: { type } }))
  })
  const pipeline = await device.createComputePipelineAsync({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ code: shader }), entryPoint: "main" }
  })
  return { layout, pipeline }
}

/** See the module. One run at a time. */
export interface Commands {
  /** A buffer of that name with these numbers. */
  readonly write: (name: "limits" | "points" | "halves", numbers: Float32Array<ArrayBuffer>) => GpuBuffer
  /** Begins to compute so many 32-bit words. */
  readonly begin: (words: number) => void
  /** Adds what a dispatch computes; its buffers may be destroyed at once. */
  readonly dispatch: (one: Dispatch) => void
  /** A copy of the words, when all is computed. */
  readonly end: Effect.Effect<ArrayBuffer, Gone>
  readonly free: () => void
}

/** Compiles the shader. */
export const makeCommands = Effect.fnUntraced(function*(device: GpuDevice) {
  const { layout, pipeline } = yield* tried(() => pipelineOf(device))
  const room = makeRoom(device)
  const uniform = device.createBuffer({ size: 4 * PARAMS.length, usage: Usage.UNIFORM | Usage.COPY_DST })
  let bytes = 0
  const dispatch = ({ groups, halves, params, question, x, y }: Dispatch): void => {
    // Writes and submissions are done in their order, so that each sees its own numbers.
    const numbers = { ...params, question: questions.indexOf(question) }
    device.queue.writeBuffer(uniform, 0, Int32Array.from(PARAMS, (name) => numbers[name]))
    const buffers = [uniform, x, y, halves, room.of("limits", SOME), room.of("out", bytes)]
    const group = device.createBindGroup({
      layout,
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } }))
    })
    const encoder = device.createCommandEncoder(), pass = encoder.beginComputePass()
    pass.setPipeline(pipeline)
    pass.setBindGroup(0, group)
    pass.dispatchWorkgroups(groups[0], groups[1])
    pass.end()
    device.queue.submit([encoder.finish()])
  }
  const read = async (): Promise<ArrayBuffer> => {
    const out = room.of("out", bytes), back = room.of("back", bytes), encoder = device.createCommandEncoder()
    encoder.copyBufferToBuffer(out, 0, back, 0, bytes)
    device.queue.submit([encoder.finish()])
    await back.mapAsync(1, 0, bytes)
    const copy = back.getMappedRange(0, bytes).slice(0)
    back.unmap()
    return copy
  }
  const commands: Commands = {
    write: (name, numbers) => {
      const buffer = room.of(name, numbers.byteLength)
      device.queue.writeBuffer(buffer, 0, numbers)
      return buffer
    },
    begin: (words) => {
      bytes = 4 * words
    },
    dispatch,
    end: tried(read),
    free: () => {
      room.free()
      uniform.destroy()
    }
  }
  return commands
})
