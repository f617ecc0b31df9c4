import { fma2, load2 } from "./simd"
import { squaredDistance } from "./squared-distances"

/**
 * Adds weight · row to the sums of its center, in columns from … to − 1 (from is even), for rows first … last − 1 in order
 * whose center is dirty: one thread sums the whole of a column, so the number of threads changes nothing.
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
  dirty: usize,
  sums: usize
): void {
  const some = to - from
  x += <usize> from << 2
  sums += <usize> from << 3
  for (let i = first; i < last; i++) {
    const own = load<i32>(assignment + (<usize> i << 2))
    if (load<i32>(dirty + (<usize> own << 2)) == 0) continue
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
