import { assert, describe, it } from "@effect/vitest"
import { make as makeKernels } from "@marginalia/core/Kernels"
import type { Tiles } from "@marginalia/core/Tiles"
import { TilesError } from "@marginalia/core/Tiles"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { TestClock } from "effect/testing"
import { answering } from "./host.ts"
import { pack, type Packed, unpack } from "./wire.ts"

const COLS = 2

/** Rows of their own numbers; the reading of row 3 fails where it is `broken`. */
const tiles = (rows: number, state: { reads: number; broken: boolean }): Tiles => ({
  rows,
  cols: COLS,
  tile: 256,
  unit: false,
  zeroRows: 0,
  read: (from, into) =>
    Effect.suspend(() => {
      state.reads++
      if (state.broken) return Effect.fail(new TilesError({ problem: "gone", cause: undefined }))
      into.forEach((_, i) => into[i] = COLS * from + i)
      return Effect.void
    })
})

const setUp = (rows = 5) => {
  const state = { reads: 0, broken: false }
  const options = { machine: "me", token: "", parts: new Map(), kernels: makeKernels() }
  const { alive, ask } = answering(options, { matrix: tiles(rows, state), ids: ["a", "b"] })
  const send = (talk: string, step: number, fields: Packed) =>
    Effect.map(ask({ talk, step, body: pack(fields) }), unpack)
  const open = { _tag: "Open", skip: 1, tail: Float32Array.of(70, 71), unit: false }
  return { state, alive, send, open }
}

const rowsAt = (...positions: ReadonlyArray<number>) => ({ _tag: "Rows", positions: Uint32Array.from(positions) })

describe("a machine's part", () => {
  it.effect("is its rows from the first block on, and those that make the last one whole", () =>
    Effect.gen(function*() {
      const { open, send } = setUp()
      yield* send("t", 1, open)
      assert.deepStrictEqual((yield* send("t", 2, rowsAt(0, 3, 4)))["data"], Float32Array.of(2, 3, 8, 9, 70, 71))
      assert.deepStrictEqual(
        (yield* send("", 0, { _tag: "Rows", from: 0, count: 2 }))["data"],
        Float32Array.of(0, 1, 2, 3)
      )
      assert.deepStrictEqual(yield* send("", 0, { _tag: "Ids", from: 1, count: 5 }), { ids: ["b"] })
      for (const [from, count] of [[0, 1e12], [-1, 2], [0.5, 1], [Number.NaN, 1]] as const) {
        const refused = yield* Effect.flip(send("", 0, { _tag: count === 2 ? "Rows" : "Other", from, count }))
        assert.include(
          String((refused as { problem?: unknown }).problem),
          `rows from ${Number.isNaN(from) ? null : from} on are asked for, of`
        )
      }
    }))

  it.effect("answers a step once: asked again it gives the same answer, and any other is unknown", () =>
    Effect.gen(function*() {
      const { alive, open, send, state } = setUp()
      assert.strictEqual((yield* Effect.flip(send("t", 2, rowsAt(0))))._tag, "Unknown")
      yield* send("t", 7, open)
      const first = yield* send("t", 8, rowsAt(1)), { reads } = state
      assert.deepStrictEqual(yield* send("t", 8, rowsAt(2)), first)
      assert.strictEqual(state.reads, reads)
      for (const step of [7, 10]) assert.strictEqual((yield* Effect.flip(send("t", step, rowsAt(1))))._tag, "Unknown")
      assert.deepStrictEqual(yield* alive({ talk: "t", step: 8 }), { machine: "me", known: true })
      assert.deepStrictEqual(yield* alive({ talk: "t", step: 9 }), { machine: "me", known: false })
      yield* send("t", 9, { _tag: "Close" })
      assert.strictEqual((yield* Effect.flip(send("t", 9, rowsAt(1))))._tag, "Unknown")
    }))

  it.effect("knows nothing any more of what failed or was interrupted: half of an answer is none", () =>
    Effect.gen(function*() {
      const { open, send, state } = setUp()
      yield* send("t", 1, open)
      state.broken = true
      const error = yield* Effect.flip(send("t", 2, rowsAt(1)))
      assert.deepInclude(error, { _tag: "Broken", machine: "me", problem: "gone" })
      state.broken = false
      assert.strictEqual((yield* Effect.flip(send("t", 2, rowsAt(1))))._tag, "Unknown")
      yield* send("u", 1, open)
      const fiber = yield* Effect.forkChild(send("u", 2, { _tag: "Exact", point: Float64Array.of(0, 0) }), {
        startImmediately: true
      })
      yield* Fiber.interrupt(fiber)
      assert.strictEqual((yield* Effect.flip(send("u", 2, rowsAt(1))))._tag, "Unknown")
    }))

  it.effect("forgets a conversation of which nothing was heard for a minute", () =>
    Effect.gen(function*() {
      const { alive, open, send } = setUp()
      yield* send("gone", 1, open)
      yield* TestClock.adjust("61 seconds")
      assert.isTrue((yield* alive({ talk: "gone", step: 1 })).known)
      yield* send("new", 1, open)
      assert.isFalse((yield* alive({ talk: "gone", step: 1 })).known)
    }))

  it.effect("says what is wrong with a question that makes no sense, and lives on", () =>
    Effect.gen(function*() {
      const { open, send } = setUp()
      yield* send("t", 1, open)
      assert.strictEqual((yield* Effect.flip(send("t", 2, { _tag: "Nonsense" })))._tag, "Broken")
      assert.strictEqual((yield* Effect.flip(send("t", 2, { _tag: "Masses", block: 0 })))._tag, "Unknown")
    }))
})
