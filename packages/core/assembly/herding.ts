// What candidates would add to a covering of the pool, from above, and the exact distances of the one that may add most.
//
// Item i is covered to m_i, and a candidate x covers it to k(x, i), which falls with their distance: x adds
// Σ w_i max(0, k(x, i) − m_i). Sketches bound every distance from below, so each k from above; where the bound says that i
// is at `reach` or beyond, x adds nothing there, and nothing is computed.
import { below, Sketches } from "./bounds"
import { exactSquared } from "./exact"
import { left, right, tile1, tileOf } from "./sketch-tile"

@unmanaged
class Herding extends Sketches {
  /** How similarity falls: see `similarity`. */
  kind: i32
  /** What a bound is multiplied with. */
  scale: f32
  /** By row, rounded to single precision: m from below, w from above, and the bound from which on nothing is added. */
  covered: usize
  weights: usize
  reach: usize
}

const GAUSSIAN: i32 = 0
const COSINE: i32 = 1

/** Rows whose terms are added in single precision before the sum goes on in double. */
const SPAN: i32 = 512
/** More than is lost where a product is too small for single precision. */
const LEAST: f32 = 2e-38

/** exp(−t) for four t ≥ 0, from above by a few parts in a million. */
function falling(t: v128): v128 {
  const y = f32x4.max(f32x4.mul(t, f32x4.splat(-1.4426950408889634)), f32x4.splat(-126))
  const n = f32x4.nearest(y), f = f32x4.sub(y, n)
  let p = f32x4.splat(1.5403530393381609e-4)
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.3333558146428443e-3))
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(9.618129107628477e-3))
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(5.550410866482158e-2))
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(2.4022650695910072e-1))
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(6.931471805599453e-1))
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.000004))
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  return f32x4.mul(p, power)
}

/** Similarities of four rows whose half squared distances are at least `low`, from above. */
// @ts-ignore: decorator
@inline
function similarity(p: Herding, low: v128): v128 {
  const t = f32x4.mul(f32x4.max(low, f32x4.splat(0)), f32x4.splat(p.scale))
  if (p.kind == GAUSSIAN) return falling(t)
  if (p.kind == COSINE) return f32x4.sub(f32x4.splat(1.000002), t)
  return f32x4.splat(1)
}

/** What a candidate whose half squared distances to rows a … a + 3 are at least `low` adds at them, from above. */
// @ts-ignore: decorator
@inline
function terms(p: Herding, low: v128, a: i32): v128 {
  const at = <usize> a << 2
  const open = f32x4.lt(low, v128.load(p.reach + at))
  if (!v128.any_true(open)) return open
  const gain = f32x4.max(f32x4.sub(similarity(p, low), v128.load(p.covered + at)), f32x4.splat(0))
  return v128.and(f32x4.max(f32x4.mul(gain, v128.load(p.weights + at)), f32x4.splat(LEAST)), open)
}

/** Adds the four lanes of a sum to the number at `out`. */
function addTo(out: usize, s: v128): void {
  const low = <f64> f32x4.extract_lane(s, 0) + <f64> f32x4.extract_lane(s, 1)
  store<f64>(out, load<f64>(out) + low + (<f64> f32x4.extract_lane(s, 2) + <f64> f32x4.extract_lane(s, 3)))
}

/**
 * Adds what each of candidates `from … to − 1` of a list of rows adds at rows `first … last − 1` to its sum. Two at a time: of an
 * odd number the last is its own neighbor.
 */
export function herdingBounds(
  from: i32,
  to: i32,
  params: usize,
  list: usize,
  first: i32,
  last: i32,
  sums: usize
): void {
  const p = changetype<Herding>(params)
  for (let i = from; i < to; i += 2) {
    const both = i + 1 < to
    const c = load<i32>(list + (<usize> i << 2)), d = both ? load<i32>(list + (<usize> i << 2), 4) : c
    const x = p.q + <usize> c * p.step, y = p.q + <usize> d * p.step, out = sums + (<usize> i << 3)
    for (let span = first; span < last; span += SPAN) {
      let s = f32x4.splat(0), t = s
      for (let a = span, end = min(last, span + SPAN); a < end; a += 4) {
        tileOf(p.q + <usize> a * p.step, x, y, p.step)
        s = f32x4.add(s, terms(p, below(p, left, a, c), a))
        if (both) t = f32x4.add(t, terms(p, below(p, right, a, d), a))
      }
      addTo(out, s)
      if (both) addTo(out + 8, t)
    }
  }
}

/** Four bounds as numbers of 16 bits, rounded down, in the low half; 65,535 where they are beyond. */
// @ts-ignore: decorator
@inline
function coded(low: v128, inverse: v128): v128 {
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.mul(low, inverse))
  return i16x8.narrow_i32x4_u(whole, whole)
}

/**
 * Keeps the bounds of distances from each of candidates `from … to − 1` of a list to rows `first … last − 1` (first is a multiple of four), as numbers of 16 bits:
 * of the one at place i behind `kept`, in the line of so many bytes that `lines` says.
 */
export function herdingLows(
  from: i32,
  to: i32,
  params: usize,
  list: usize,
  first: i32,
  last: i32,
  lines: usize,
  kept: usize,
  bytes: usize,
  inverse: f32
): void {
  const p = changetype<Herding>(params), times = f32x4.splat(inverse)
  for (let i = from; i < to; i += 2) {
    const both = i + 1 < to, at = <usize> i << 2
    const c = load<i32>(list + at), d = both ? load<i32>(list + at, 4) : c
    const x = p.q + <usize> c * p.step, y = p.q + <usize> d * p.step
    const out = kept + <usize> load<u32>(lines + at) * bytes, next = both ? kept + <usize> load<u32>(lines + at, 4) * bytes : out
    for (let a = first; a < last; a += 4) {
      tileOf(p.q + <usize> a * p.step, x, y, p.step)
      v128.store64_lane(out + (<usize> a << 1), coded(below(p, left, a, c), times), 0)
      v128.store64_lane(next + (<usize> a << 1), coded(below(p, right, a, d), times), 0)
    }
  }
}

/** The bounds of four rows that are kept in half of eight numbers. */
// @ts-ignore: decorator
@inline
function keptLow(all: v128, units: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(all)), units)
}

// @ts-ignore: decorator
@inline
function keptHigh(all: v128, units: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(all)), units)
}

/**
 * What candidates `from … to − 1` add at all `rows`, as {@link herdingBounds}, by the bounds that are kept of them. Two at a time: of an odd number the last is its own
 * neighbor.
 */
export function herdingKept(
  from: i32,
  to: i32,
  params: usize,
  rows: i32,
  lines: usize,
  kept: usize,
  bytes: usize,
  unit: f32,
  sums: usize
): void {
  const p = changetype<Herding>(params), units = f32x4.splat(unit)
  for (let i = from; i < to; i += 2) {
    const both = i + 1 < to, at = lines + (<usize> i << 2), out = sums + (<usize> i << 3)
    const line = kept + <usize> load<u32>(at) * bytes, next = both ? kept + <usize> load<u32>(at, 4) * bytes : line
    for (let span = 0; span < rows; span += SPAN) {
      let s = f32x4.splat(0), t = s
      for (let a = span, end = min(rows, span + SPAN); a < end; a += 8) {
        const own = v128.load(line + (<usize> a << 1)), other = v128.load(next + (<usize> a << 1))
        s = f32x4.add(s, terms(p, keptLow(own, units), a))
        t = f32x4.add(t, terms(p, keptLow(other, units), a))
        s = f32x4.add(s, terms(p, keptHigh(own, units), a + 4))
        t = f32x4.add(t, terms(p, keptHigh(other, units), a + 4))
      }
      addTo(out, s)
      if (both) addTo(out + 8, t)
    }
  }
}

/** The squared distances of rows `from … to − 1` to row `c`, exactly; Infinity where it surely adds nothing. */
export function herdingSquares(from: i32, to: i32, params: usize, rows: usize, cols: i32, c: i32, out: usize): void {
  const p = changetype<Herding>(params), width = <usize> cols << 2
  const x = p.q + <usize> c * p.step, own = rows + <usize> c * width
  for (let a = from; a < to; a += 4) {
    const low = below(p, tile1(p.q + <usize> a * p.step, x, p.step), a, c)
    const open = i32x4.bitmask(f32x4.lt(low, v128.load(p.reach + (<usize> a << 2))))
    for (let row = a, end = min(to, a + 4); row < end; row++) {
      const square = open >> (row - a) & 1 ? exactSquared(rows + <usize> row * width, own, cols) : Infinity
      store<f64>(out + (<usize> row << 3), square)
    }
  }
}
