import { fma2, load2 } from "./simd"
import { squaredDistance } from "./squared-distances"

/**
 * Adds weight · row to the sums of its center, in columns from … to − 1 (from is even), for rows first … last − 1 in order: one
 * thread sums the whole of a column, so the number of threads changes nothing.
 */
export function clusterSums(
  from: i32,
  to: i32,
  x: usize,
  index: usize,
  first: i32,
  last: i32,
  cols: i32,
  assignment: usize,
  weights: usize,
  sums: usize
): void {
  const some = to - from
  x += <usize> from << 2
  sums += <usize> from << 3
  for (let i = first; i < last; i++) {
    const own = load<i32>(assignment + (<usize> i << 2))
    addRow(
      x + <usize> load<u32>(index + (<usize> i << 2)) * (<usize> cols << 2),
      some,
      load<f64>(weights + (<usize> i << 3)),
      sums + <usize> own * (<usize> cols << 3)
    )
  }
}

function addRow(x: usize, cols: i32, weight: f64, sum: usize): void {
  const whole = x + ((<usize> cols & ~1) << 2), w = f64x2.splat(weight)
  for (; x < whole; x += 8, sum += 16) v128.store(sum, fma2(load2(x), w, v128.load(sum)))
  if (cols & 1) store<f64>(sum, load<f64>(sum) + weight * <f64> load<f32>(x))
}

// What is the same for all rows of one call. Each thread has an instance of its own.
let unit: f64, finer: f64, levels: i32, stride: usize

/**
 * Brings exact sums of rows from the clusters at `summed` (−1: none) to those at `assignment`, in columns from … to − 1 (from is even), for
 * rows first … last − 1. Each number times its weight is cut at the grids unit, unit · finer, …, of which a sum of all rows is a number of double
 * precision, so that no order of rows changes a bit, and a row that leaves takes away what it brought; `lost` becomes 1 where something is
 * left. Sums of level l are `stride` bytes behind those of level l − 1. Multiplication and addition stay apart.
 */
export function followSums(
  from: i32,
  to: i32,
  x: usize,
  index: usize,
  first: i32,
  last: i32,
  cols: i32,
  assignment: usize,
  summed: usize,
  weights: usize,
  unit_: f64,
  finer_: f64,
  levels_: i32,
  stride_: i32,
  sums: usize,
  lost: usize
): void {
  unit = ROUND * unit_
  finer = finer_
  levels = levels_
  stride = <usize> stride_
  const some = to - from, cs = <usize> cols << 3
  x += <usize> from << 2
  sums += <usize> from << 3
  let left = false
  for (let i = first; i < last; i++) {
    const at = <usize> i << 2, own = load<i32>(assignment + at), was = load<i32>(summed + at)
    if (own == was) continue
    const row = x + <usize> load<u32>(index + at) * (<usize> cols << 2), w = load<f64>(weights + (<usize> i << 3))
    const into = sums + <usize> own * cs
    left = move(row, some, w, into, was < 0 ? 0 : sums + <usize> was * cs) || left
  }
  if (left) store<i32>(lost, 1)
}

/** What a number is added to and taken from, so that it becomes a multiple of a power of two: 1.5 · 2⁵² of them. */
const ROUND: f64 = 6755399441055744

/** Adds weight · row to exact sums, and takes it from others, if there are any (0: none). Whether anything is left. */
function move(x: usize, cols: i32, weight: f64, into: usize, out: usize): bool {
  const whole = x + ((<usize> cols & ~1) << 2), w = f64x2.splat(weight)
  let left = f64x2.splat(0)
  for (; x < whole; x += 8, into += 16) {
    let v = f64x2.mul(load2(x), w), at = into, from = out, u = unit
    for (let l = 0; l < levels; l++, at += stride, u *= finer) {
      const r = f64x2.splat(u), a = f64x2.sub(f64x2.add(v, r), r)
      v = f64x2.sub(v, a)
      v128.store(at, f64x2.add(v128.load(at), a))
      if (out == 0) continue
      v128.store(from, f64x2.sub(v128.load(from), a))
      from += stride
    }
    left = v128.or(left, f64x2.ne(v, f64x2.splat(0)))
    if (out != 0) out += 16
  }
  let some = v128.any_true(left)
  if (cols & 1) {
    let v = <f64> load<f32>(x) * weight, u = unit
    for (let l = 0; l < levels; l++, into += stride, u *= finer) {
      const a = v + u - u
      v -= a
      store<f64>(into, load<f64>(into) + a)
      if (out == 0) continue
      store<f64>(out, load<f64>(out) - a)
      out += stride
    }
    some = some || v != 0
  }
  return some
}

/** The squared distance of rows from … to − 1 to their own centers. */
export function ownDistances(
  from: i32,
  to: i32,
  x: usize,
  index: usize,
  cols: i32,
  assignment: usize,
  centers: usize,
  out: usize
): void {
  const xs = <usize> cols << 2, cs = <usize> cols << 3
  for (let i = from; i < to; i++) {
    const at = <usize> i << 2
    const own = centers + <usize> load<i32>(assignment + at) * cs
    store<f64>(out + (<usize> i << 3), squaredDistance(x + <usize> load<u32>(index + at) * xs, own, cols))
  }
}
