// One exact Lloyd assignment with Yinyang bounds: an upper bound on the distance to the own center, a lower bound on
// the distance to every other center of each group. Single precision finds the candidates; where it cannot tell,
// direct differences in double precision decide, ties to the smaller center number.
import { down, loosened, up } from "./rounding"
import { squaredDistance } from "./squared-distances"
import { dot, tile6 } from "./tile"

/** Rows worked on together: their candidates of a group are tiled two by six. */
const ROWS: i32 = 32

// The state of one call. Each thread has an instance of its own.
let x: usize, index: usize, cols: i32, k: i32, groups: i32, width: i32, exact: usize, panel: usize, half: usize
let epsilon: f64, reach: f64, xx: usize, assignment: usize, upper: usize, lower: usize, drift: usize, dirty: usize
let values: usize, active: usize, list: usize, padded: usize

function rowAt(i: i32): usize {
  return x + <usize> load<u32>(index + (<usize> i << 2)) * (<usize> cols << 2)
}

/** How far a value |c|²/2 − x·c in single precision may be from the true one. */
function errorOf(i: i32): f64 {
  return epsilon * reach * (Math.sqrt(load<f64>(xx + (<usize> i << 3))) + reach) + 1e-38
}

/** Loosens the lower bounds of row i by the groups' drifts; the smallest of them. */
function loosen(i: i32): f32 {
  const at = lower + <usize> i * (<usize> groups << 2), drifts = drift + (<usize> k << 2)
  let least = f32.MAX_VALUE
  for (let g: usize = 0; g < <usize> groups; g++) {
    const bound = loosened(load<f32>(at + (g << 2)), load<f32>(drifts + (g << 2)))
    store<f32>(at + (g << 2), bound)
    least = min(least, bound)
  }
  return least
}

/** Whether row i may have another nearest center than its own. Tightens its upper bound only where that can help. */
function isOpen(i: i32): bool {
  const own = load<i32>(assignment + (<usize> i << 2)), at = upper + (<usize> i << 2)
  const least = loosen(i)
  if (own < 0) return true
  const bound = up(<f64> load<f32>(at) + <f64> load<f32>(drift + (<usize> own << 2)))
  store<f32>(at, bound)
  if (bound < least) return false
  const v = ownValue(i, own)
  const tight = up(Math.sqrt(max(load<f64>(xx + (<usize> i << 3)) + 2 * (v + errorOf(i)), 0)))
  store<f32>(at, tight)
  return tight >= least
}

/** |c|²/2 − x·c of row i and its own center. */
function ownValue(i: i32, own: i32): f64 {
  const stride = (<usize> cols + 3 & ~3) << 2
  return <f64> load<f32>(half + (<usize> own << 2)) - <f64> dot(rowAt(i), panel + <usize> own * stride, cols)
}

/** The dot products of the listed rows with every center of group g; rows far apart are tiled together, for prefetch. */
function multiply(base: i32, count: i32, g: i32): void {
  const stride = (<usize> cols + 3 & ~3) << 2
  const last = min((g + 1) * width, k), apart = count + 1 >> 1
  for (let j = g * width; j < last; j += 6) {
    for (let r = 0; r < apart; r++) {
      const a = load<i32>(list + (<usize> r << 2))
      const b = r + apart < count ? load<i32>(list + (<usize> (r + apart) << 2)) : a
      tile6(
        rowAt(base + a),
        rowAt(base + b),
        panel + <usize> j * stride,
        cols,
        values + (<usize> a * padded + j << 2),
        values + (<usize> b * padded + j << 2)
      )
    }
  }
}

/** Turns the dot products of row r and group g into values; the smallest of them. */
function groupValues(r: i32, g: i32): f32 {
  const last = min((g + 1) * width, k), row = values + (<usize> r * padded << 2)
  let least = f32.MAX_VALUE
  for (let j = g * width; j < last; j++) {
    const v = load<f32>(half + (<usize> j << 2)) - load<f32>(row + (<usize> j << 2))
    store<f32>(row + (<usize> j << 2), v)
    least = min(least, v)
  }
  return least
}

/** Whether the bounds leave group g open for row i. */
function groupOpen(i: i32, g: i32): bool {
  const bound = load<i32>(assignment + (<usize> i << 2)) < 0 ? f32.MAX_VALUE : load<f32>(upper + (<usize> i << 2))
  return load<f32>(lower + (<usize> i * groups + g << 2)) <= bound
}

/** The nearest center of row i among those within `limit`, by direct differences; ties to the smaller number. */
function nearestExactly(i: i32, r: i32, limit: f64, own: i32, ownV: f64): i32 {
  const row = values + (<usize> r * padded << 2), cs = <usize> cols << 3
  let best = f64.MAX_VALUE, found = -1
  for (let g = 0; g < groups; g++) {
    const open = groupOpen(i, g), last = min((g + 1) * width, k)
    for (let j = g * width; j < last; j++) {
      const v = j == own && !open ? ownV : open ? <f64> load<f32>(row + (<usize> j << 2)) : f64.MAX_VALUE
      if (v > limit) continue
      const d = squaredDistance(rowAt(i), exact + <usize> j * cs, cols)
      if (found < 0 || d < best) {
        best = d
        found = j
      }
    }
  }
  return found
}

/** Finds the nearest center of row i and renews its bounds. */
function settle(i: i32, r: i32): void {
  const own = load<i32>(assignment + (<usize> i << 2)), row = values + (<usize> r * padded << 2)
  const ownV = own < 0 ? f64.MAX_VALUE : ownValue(i, own)
  let best = ownV, found = own
  for (let g = 0; g < groups; g++) {
    if (!groupOpen(i, g)) continue
    if (<f64> groupValues(r, g) > best) continue
    const last = min((g + 1) * width, k)
    for (let j = g * width; j < last; j++) {
      const v = <f64> load<f32>(row + (<usize> j << 2))
      if (v < best || (v == best && j < found)) {
        best = v
        found = j
      }
    }
  }
  const error = errorOf(i)
  const limit = best + 2 * error
  if (isClose(i, r, limit, found, own, ownV)) found = nearestExactly(i, r, limit, own, ownV)
  renew(i, r, found, own, ownV, error)
}

/** Whether another center than `found` is within the limit. */
function isClose(i: i32, r: i32, limit: f64, found: i32, own: i32, ownV: f64): bool {
  if (own >= 0 && own != found && ownV <= limit) return true
  const row = values + (<usize> r * padded << 2)
  for (let g = 0; g < groups; g++) {
    if (!groupOpen(i, g)) continue
    const last = min((g + 1) * width, k)
    for (let j = g * width; j < last; j++) {
      if (j != found && <f64> load<f32>(row + (<usize> j << 2)) <= limit) return true
    }
  }
  return false
}

/** Writes the assignment and the bounds of row i. */
function renew(i: i32, r: i32, found: i32, own: i32, ownV: f64, error: f64): void {
  const square = load<f64>(xx + (<usize> i << 3)), row = values + (<usize> r * padded << 2)
  const bounds = lower + <usize> i * (<usize> groups << 2)
  let mine = own == found ? ownV : <f64> load<f32>(row + (<usize> found << 2))
  for (let g = 0; g < groups; g++) {
    if (!groupOpen(i, g)) continue
    const last = min((g + 1) * width, k)
    let least = f32.MAX_VALUE
    for (let j = g * width; j < last; j++) {
      if (j != found) least = min(least, load<f32>(row + (<usize> j << 2)))
    }
    store<f32>(bounds + (<usize> g << 2), down(Math.sqrt(max(square + 2 * (<f64> least - error), 0))))
  }
  if (found != own) move(i, found, own, bounds, down(Math.sqrt(max(square + 2 * (ownV - error), 0))))
  store<f32>(upper + (<usize> i << 2), up(Math.sqrt(max(square + 2 * (mine + error), 0))))
}

/** Row i leaves its center for another: both are dirty, and the old one is now among the others of its group. */
function move(i: i32, found: i32, own: i32, bounds: usize, away: f32): void {
  store<i32>(assignment + (<usize> i << 2), found)
  store<i32>(dirty + (<usize> found << 2), 1)
  if (own < 0) return
  store<i32>(dirty + (<usize> own << 2), 1)
  const at = bounds + (<usize> (own / width) << 2)
  store<f32>(at, min(load<f32>(at), away))
}

export function assign(
  from: i32,
  to: i32,
  x_: usize,
  index_: usize,
  cols_: i32,
  k_: i32,
  groups_: i32,
  width_: i32,
  exact_: usize,
  panel_: usize,
  half_: usize,
  epsilon_: f64,
  reach_: f64,
  xx_: usize,
  assignment_: usize,
  upper_: usize,
  lower_: usize,
  drift_: usize,
  dirty_: usize,
  work: usize
): void {
  x = x_
  index = index_
  cols = cols_
  k = k_
  groups = groups_
  width = width_
  exact = exact_
  panel = panel_
  half = half_
  epsilon = epsilon_
  reach = reach_
  xx = xx_
  assignment = assignment_
  upper = upper_
  lower = lower_
  drift = drift_
  dirty = dirty_
  active = work
  list = work + ROWS * 4
  values = list + ROWS * 4
  padded = <usize> ((k + 5) / 6) * 6
  for (let base = from; base < to; base += ROWS) {
    const rows = min(ROWS, to - base)
    let open = 0
    for (let r = 0; r < rows; r++) {
      if (!isOpen(base + r)) continue
      store<i32>(active + (<usize> open << 2), r)
      open++
    }
    if (open == 0) continue
    for (let g = 0; g < groups; g++) {
      let count = 0
      for (let n = 0; n < open; n++) {
        const r = load<i32>(active + (<usize> n << 2))
        if (!groupOpen(base + r, g)) continue
        store<i32>(list + (<usize> count << 2), r)
        count++
      }
      multiply(base, count, g)
    }
    for (let n = 0; n < open; n++) {
      const r = load<i32>(active + (<usize> n << 2))
      settle(base + r, r)
    }
  }
}
