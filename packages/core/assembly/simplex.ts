// The largest cosine of each row with the corners of a regular simplex, all corners in one pass: corner i has `diagonal[i]`
// in column i and `below[j]` in every column j < i, so that its dot product is a running sum and one product more.
// Nothing is fused, so that the bits are those of the loop in ../src/kernels/simplex-cosines.ts.

/** Column p of two rows, in double precision. */
function pair(x: usize, y: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load32_lane(y, v128.load32_zero(x), 1))
}

function store2(out: usize, most: v128, squares: v128): void {
  const cosine = f64x2.div(most, f64x2.sqrt(squares))
  // A zero row has cosine 0 with everything.
  v128.store(out, v128.bitselect(cosine, f64x2.splat(0), f64x2.gt(squares, f64x2.splat(0))))
}

/** Four rows. */
function four(x: usize, cols: i32, diagonal: usize, below: usize, out: usize): void {
  const step = <usize>cols << 2, end = x + step
  let s0 = f64x2.splat(0), s1 = s0, q0 = s0, q1 = s0
  let m0 = f64x2.splat(-Infinity), m1 = m0
  for (; x < end; x += 4, diagonal += 8, below += 8) {
    const a = pair(x, x + step), b = pair(x + 2 * step, x + 3 * step)
    const d = v128.load64_splat(diagonal), w = v128.load64_splat(below)
    m0 = f64x2.pmax(m0, f64x2.add(s0, f64x2.mul(d, a)))
    m1 = f64x2.pmax(m1, f64x2.add(s1, f64x2.mul(d, b)))
    s0 = f64x2.add(s0, f64x2.mul(w, a))
    s1 = f64x2.add(s1, f64x2.mul(w, b))
    q0 = f64x2.add(q0, f64x2.mul(a, a))
    q1 = f64x2.add(q1, f64x2.mul(b, b))
  }
  store2(out, f64x2.pmax(m0, s0), q0)
  store2(out + 16, f64x2.pmax(m1, s1), q1)
}

function one(x: usize, cols: i32, diagonal: usize, below: usize): f64 {
  let shared: f64 = 0, squares: f64 = 0, most: f64 = -Infinity
  for (const end = x + (<usize>cols << 2); x < end; x += 4, diagonal += 8, below += 8) {
    const value = <f64>load<f32>(x), dot = shared + load<f64>(diagonal) * value
    if (dot > most) most = dot
    shared += load<f64>(below) * value
    squares += value * value
  }
  if (shared > most) most = shared
  return squares > 0 ? most / Math.sqrt(squares) : 0
}

/** The largest cosines of rows from … to − 1. */
export function simplexCosines(
  from: i32,
  to: i32,
  x: usize,
  cols: i32,
  diagonal: usize,
  below: usize,
  out: usize
): void {
  x += <usize>from * (<usize>cols << 2)
  out += <usize>from << 3
  let i = from
  for (; i + 4 <= to; i += 4, x += <usize>cols << 4, out += 32) four(x, cols, diagonal, below, out)
  for (; i < to; i++, x += <usize>cols << 2, out += 8) store<f64>(out, one(x, cols, diagonal, below))
}
