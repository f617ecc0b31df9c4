// Distances to the nearest center: bounds of all rows by sketches, and exact ones of the few that may be farthest.
import { below, gap, Sketches } from "./bounds"
import { exactSquared } from "./exact"
import { tile1 } from "./sketch-tile"

@unmanaged
class Farthest extends Sketches {
  /** By row: bounds of half the squared distance to the nearest center. */
  lows: usize
  highs: usize
  /** Rows (as sketched) that are centers. */
  centers: usize
}

/** Lets centers `first … last − 1` lower the bounds of rows `from … to − 1`; `from` is a multiple of 4. */
export function lowerBounds(from: i32, to: i32, params: usize, first: i32, last: i32): void {
  const p = changetype<Farthest>(params)
  for (let row = from; row < to; row += 4) {
    const at = <usize> row << 2, x = p.q + <usize> row * p.step
    let lows = v128.load(p.lows + at), highs = v128.load(p.highs + at)
    for (let c = first; c < last; c++) {
      const center = load<i32>(p.centers + (<usize> c << 2))
      const low = below(p, tile1(x, p.q + <usize> center * p.step, p.step), row, center)
      lows = f32x4.min(lows, low)
      highs = f32x4.min(highs, f32x4.add(low, gap(p, row, center)))
    }
    v128.store(p.lows + at, lows)
    v128.store(p.highs + at, highs)
  }
}

/** The least of the number at `out` and the squared distances of one row to centers `first … last − 1`, as addresses. */
export function exactToCenters(row: usize, cols: i32, centers: usize, first: i32, last: i32, out: usize): void {
  let least = load<f64>(out)
  for (let c = first; c < last; c++) {
    least = min(least, exactSquared(row, load<usize>(centers + (<usize> c << 2)), cols))
  }
  store<f64>(out, least)
}
