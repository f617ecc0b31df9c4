/**
 * A device of WebGPU as kernels ask it. Tested in models, where there is an adapter in software.
 */
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import {
  type Answer,
  type Device,
  type DeviceRows,
  type Points,
  type Share,
  type Span,
  WORD,
  wordsOf
} from "../device/device.ts"
import type { Matrix } from "../Matrix.ts"
import * as Remarks from "../Remarks.ts"
import { type Commands, tried } from "./commands.ts"
import { Gone } from "./errors.ts"
import { type Question, TILE } from "./shader.ts"
import type { Store, Stored } from "./store.ts"
import type { GpuBuffer, GpuDevice } from "./types.ts"

/** What a device is made of. */
export interface Parts {
  readonly name: string
  readonly device: GpuDevice
  readonly commands: Commands
  readonly store: Store
  readonly worth: number
  readonly most: number
}

/** A device, what it said so far, and why it says nothing any more, if so. */
export interface Opened extends Device {
  readonly shares: () => { readonly [work: string]: Share }
  readonly gone: () => string | undefined
  readonly bytes: () => number
}

/** Scopes in which errors are caught that WebGPU reports elsewhere. */
const SCOPES = ["validation", "out-of-memory", "internal"] as const

/** Fails where WebGPU found fault with what a task asked for. */
const checked = <A>(device: GpuDevice, task: Effect.Effect<A, Gone>): Effect.Effect<A, Gone> =>
  Effect.suspend(() => {
    SCOPES.forEach((scope) => device.pushErrorScope(scope))
    const errors = tried(() => Promise.all(SCOPES.map(() => device.popErrorScope())))
    return Effect.flatMap(Effect.exit(task), (exit) =>
      Effect.flatMap(errors, (found) => {
        const error = found.find((one) => one !== null)
        return error === undefined ? exit : new Gone({ why: error!.message })
      }))
  })

const common = (a: Span, b: Span): Span => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) })

const isSome = ({ from, to }: Span): boolean => from < to

/** The work of some rows x against rows y, and how many words a row x is told in. */
interface Asked {
  readonly question: Question
  readonly span: Span
  readonly words: number
}

/** Rows y that are not on the device yet: points. */
interface Written {
  readonly y: GpuBuffer
  readonly halves: GpuBuffer
  readonly count: number
}

const groupsOf = (x: Span, y: Span): readonly [number, number] => [
  Math.ceil((x.to - x.from) / TILE),
  Math.ceil((y.to - y.from) / WORD)
]

const questions = ({ commands, store }: Parts, matrix: Matrix, stored: Stored) => {
  const { step, tiles } = stored
  /** The words of all rows of the span, tile by tile; `dispatches` of the part of the span that lies in one. */
  const each = Effect.fnUntraced(function*(
    { span, words }: Asked,
    dispatches: (x: GpuBuffer, local: Span, base: number, part: Span) => Effect.Effect<ArrayBuffer, Gone>
  ) {
    const out = new Uint32Array(words * (span.to - span.from))
    for (const tile of tiles) {
      const part = common(span, tile)
      if (!isSome(part)) continue
      const local = { from: part.from - tile.from, to: part.to - tile.from }
      const some = yield* store.tile(matrix, stored, tile, (x) => dispatches(x, local, tile.from, part))
      out.set(new Uint32Array(some), words * (part.from - span.from))
    }
    return out
  })
  /** Rows x of one tile against other rows, one of their tiles after the other: they may not be on the device together. */
  const among = (asked: Asked, others: Span) => (x: GpuBuffer, local: Span, base: number) =>
    Effect.gen(function*() {
      const width = asked.question === "below" ? asked.words / 2 : asked.words
      commands.begin(asked.words * (local.to - local.from))
      for (const tile of tiles) {
        const part = common(others, tile)
        if (!isSome(part)) continue
        const to = { from: part.from - tile.from, to: part.to - tile.from }, word = (part.from - others.from) / WORD
        const params = { ...sides(local, to), step, words: width, word, shift: tile.from - base }
        const { halves } = tile, groups = groupsOf(local, to)
        yield* store.tile(matrix, stored, tile, (y) =>
          Effect.sync(() =>
            commands.dispatch({ question: asked.question, x, y, halves, params, groups })
          ))
      }
      return yield* commands.end
    })
  const against = (asked: Asked, { count, halves, y }: Written) => (x: GpuBuffer, local: Span) =>
    Effect.suspend(() => {
      const to = { from: 0, to: count }, [rows, columns] = groupsOf(local, to)
      const params = { ...sides(local, to), step, words: asked.words, word: 0, shift: 0 }
      commands.begin(asked.words * (local.to - local.from))
      commands.dispatch({
        question: asked.question,
        x,
        y,
        halves,
        params,
        groups: [rows, asked.question === "nearest" ? 1 : columns]
      })
      return commands.end
    })
  return { each, among, against }
}

const sides = (x: Span, y: Span) => ({ xFrom: x.from, xTo: x.to, yFrom: y.from, yTo: y.to })

/** Points as rows are: filled up with zeros. */
const write = (commands: Commands, { count, data, halves }: Points, cols: number, step: number): Written => {
  const padded = new Float32Array(4 * step * count)
  for (let j = 0; j < count; j++) padded.set(data.subarray(j * cols, (j + 1) * cols), 4 * step * j)
  return { y: commands.write("points", padded), halves: commands.write("halves", Float32Array.from(halves)), count }
}

const floats = (words: Uint32Array<ArrayBuffer>): Float32Array => new Float32Array(words.buffer)

/** Every `step`-th word from `at` on. */
const strided = (words: Uint32Array, at: number, step: number): Uint32Array<ArrayBuffer> => {
  const out = new Uint32Array(words.length / step)
  for (let i = 0; i < out.length; i++) out[i] = words[i * step + at]!
  return out
}

/** The rows as kernels ask them. `answer` runs one question at a time. */
const rowsOf = (
  parts: Parts,
  answer: <A>(task: Effect.Effect<A, Gone>) => Answer<A>,
  matrix: Matrix,
  stored: Stored
): DeviceRows => {
  const { commands } = parts, { cols, step } = stored, all = { from: 0, to: matrix.rows }
  const { against, among, each } = questions(parts, matrix, stored)
  const compared = (asked: Asked, points: Points) =>
    Effect.suspend(() => each(asked, against(asked, write(commands, points, cols, step))))
  return {
    nearest: (points) =>
      answer(Effect.map(compared({ question: "nearest", span: all, words: 3 }, points), (words) => ({
        best: strided(words, 0, 3),
        first: floats(strided(words, 1, 3)),
        second: floats(strided(words, 2, 3))
      }))),
    values: (points) =>
      answer(Effect.map(compared({ question: "values", span: all, words: points.count }, points), floats)),
    least: (span, others) => {
      const asked: Asked = { question: "least", span, words: wordsOf(others) }
      return answer(Effect.map(each(asked, among(asked, others)), floats))
    },
    below: (span, others, { maybe, surely }) => {
      const asked: Asked = { question: "below", span, words: 2 * wordsOf(others) }
      const task = each(asked, (x, local, base, part) => {
        const pairs = new Float32Array(2 * (part.to - part.from))
        for (let i = 0; i < part.to - part.from; i++) {
          pairs[2 * i] = surely[part.from - span.from + i]!
          pairs[2 * i + 1] = maybe[part.from - span.from + i]!
        }
        commands.write("limits", pairs)
        return among(asked, others)(x, local, base)
      })
      return answer(Effect.map(task, (words) => ({
        words: wordsOf(others),
        surely: strided(words, 0, 2),
        maybe: strided(words, 1, 2)
      })))
    }
  }
}

/** See the module. */
export const makeDevice = (parts: Parts): Opened => {
  const { device, most, name, store, worth } = parts, lock = Semaphore.makeUnsafe(1)
  const shares: { [work: string]: Share } = {}
  let gone: string | undefined
  void device.lost.then(({ message }) => {
    gone ??= message === "" ? "the device was lost" : message
  })
  const tell = Effect.suspend(() => Remarks.add({ kernels: `without ${name}, which is gone: ${gone}` }))
  /** One at a time, to its end; where the device is gone, that is told in the trace. */
  const answer = <A>(task: Effect.Effect<A, Gone>): Answer<A> =>
    Effect.suspend((): Answer<A> => {
      if (gone !== undefined) return Effect.as(tell, undefined)
      return Effect.catch(checked(device, task), ({ why }) => {
        gone ??= why
        return Effect.as(tell, undefined)
      })
    }).pipe(Effect.uninterruptible, lock.withPermits(1))
  return {
    name,
    worth,
    most,
    lend: (placing, use) =>
      Effect.acquireUseRelease(
        answer(store.take(placing)),
        (stored) => use(stored === undefined ? undefined : rowsOf(parts, answer, placing.matrix, stored)),
        (stored) => Effect.sync(() => stored === undefined ? undefined : store.giveBack(stored))
      ),
    refuse: (why) => {
      gone ??= why
    },
    count: (work, { asked, open }) => {
      const before = shares[work] ?? { asked: 0, open: 0 }
      shares[work] = { asked: before.asked + asked, open: before.open + open }
    },
    shares: () => shares,
    gone: () => gone,
    bytes: store.bytes
  }
}
