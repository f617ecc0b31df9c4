/**
 * Bounds of distances that are kept from one turn of a greedy covering to the next, two bytes a pair: what a candidate adds at most changes with what is covered,
 * its distances do not. Tested in herding.test.ts.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "./engine.ts"
import { compiledOnly } from "./kernel.ts"
import { codeOf, reachOf, type Similarity } from "./similarity.ts"
import * as Slab from "./slab.ts"
import { sharing } from "./variant.ts"

const n = "number"
const lowsKernel = compiledOnly("herdingLows", [n, n, n, n, n, n, n, n])
const keptKernel = compiledOnly("herdingKept", [n, n, n, n, n, n, n])

/** How many lines there are, one a candidate, and the bytes of each. */
export interface Lines {
  readonly count: number
  readonly bytes: number
}

/** Of memory that is taken whole before it is used, as where threads cannot share it, a smaller part. */
const UNSHARED = 1 / 8

/** The lines that have room beside so many bytes: at most one for each row. Eight numbers are read at a time. */
export const linesFor = ({ settings }: Engine, rows: number, beside: number): Lines => {
  const bytes = 16 * Math.ceil(rows / 8),
    room = Math.min((sharing ? 1 : UNSHARED) * settings.gathered, Slab.ADDRESSED - beside)
  return { bytes, count: Math.max(0, Math.min(rows, Math.floor(room / Math.max(1, bytes)))) }
}

/** The largest number of 16 bits. */
const MOST = 65_535

/** A Gaussian beyond adds nothing that counts: exp(−30). */
const BEYOND = 30

/** The largest half squared distance of two sketched rows, whose lengths are 1 at most, and more than it rounds. */
const FARTHEST = 2.5

/** What is kept for a number of 16 bits: from 0 to beyond where nothing is added, in the sketches' unit. */
const unitFor = (similarity: Similarity, unit: number): number => {
  const reach = reachOf(similarity, 0) * unit * unit / 2, [, scale] = codeOf(similarity)
  const farthest = Number.isFinite(reach) ? reach * (1 + 1e-4) : BEYOND * unit * unit / scale
  return Math.max(1e-30, Math.min(FARTHEST, farthest)) / MOST
}

/** Where a search's parameters and lists lie, and what it is about. */
export interface Around {
  readonly engine: Engine
  readonly slab: Slab.Slab
  readonly params: number
  readonly rows: number
  readonly cols: number
  /** Rows that a cache holds while candidates are looked at against them. */
  readonly span: number
  readonly similarity: Similarity
  /** Of the sketches: what rows were multiplied with. */
  readonly unit: number
}

/** Candidates by place in a list: those of which bounds are kept, and the others. */
export interface Places {
  readonly known: Uint32Array
  readonly others: Uint32Array
}

/** See the module. */
export interface Kept {
  /** Keeps bounds of as many of these candidates as there are lines for, the first of them; of none where nearly all are asked for and have no room. */
  readonly keep: (list: Uint32Array) => Effect.Effect<Places>
  /** Adds what candidates, all of which are kept, add at most to the numbers at `sums`. */
  readonly add: (list: Uint32Array, sums: number) => Effect.Effect<void>
}

/** Keeps bounds in lines `at` an address; the lists behind it have room for {@link listBytes}. */
export const makeKept = (around: Around, { bytes, count }: Lines, at: number, lists: number): Kept => {
  const { cols, engine, params, rows, slab, span } = around, unit = unitFor(around.similarity, around.unit)
  // Rounded down twice: what is kept is never more than what was found.
  const inverse = (1 - 1e-6) / unit, least = unit * (1 - 1e-6)
  const lineOf = new Int32Array(rows).fill(-1), list = lists, lines = lists + 4 * rows
  let used = 0
  const writeLines = (candidates: Uint32Array): void => {
    Slab.u32(slab, lines, candidates.length).set(candidates.map((candidate) => lineOf[candidate]!))
  }
  const fill = Effect.fnUntraced(function*(fresh: Uint32Array) {
    if (fresh.length === 0) return
    for (const candidate of fresh) lineOf[candidate] = used++
    Slab.u32(slab, list, fresh.length).set(fresh)
    writeLines(fresh)
    for (let first = 0; first < rows; first += span) {
      const last = Math.min(rows, first + span), work = { items: fresh.length, cost: (last - first) * cols }
      yield* engine.over(slab, lowsKernel, work, [params, list, first, last, lines, at, bytes, inverse])
    }
  })
  const isKnown = (candidate: number): boolean => lineOf[candidate]! >= 0
  return {
    keep: Effect.fnUntraced(function*(candidates) {
      const fresh = candidates.filter((candidate) => !isKnown(candidate)), left = count - used
      // Where nearly all are asked for they come in no order: those that are asked for again are worth more.
      if (fresh.length <= left || 2 * candidates.length < rows) yield* fill(fresh.subarray(0, left))
      const places = Uint32Array.from(candidates, (_, place) => place)
      return {
        known: places.filter((place) => isKnown(candidates[place]!)),
        others: places.filter((place) => !isKnown(candidates[place]!))
      }
    }),
    add: (candidates, sums) =>
      Effect.suspend(() => {
        writeLines(candidates)
        const work = { items: candidates.length, cost: ADDED * rows }
        return engine.over(slab, keptKernel, work, [params, rows, lines, at, bytes, least, sums])
      })
  }
}

/** Multiply-adds that a pair is worth of which the bound is kept. */
const ADDED = 32

/** Bytes of the lists of a search over so many rows. */
export const listBytes = (rows: number): number => 8 * rows
