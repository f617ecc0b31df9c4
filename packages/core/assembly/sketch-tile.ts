// Dot products of 16-bit sketches, eight pairs of rows at a time: four rows against two.

/** The dot products of rows a, a + 1, a + 2, a + 3 with b (left) and with b + 1 (right); each thread has its own. */
export let left: v128 = i32x4.splat(0)
/** See `left`. */
export let right: v128 = i32x4.splat(0)

/** For other ways to come to `left` and `right`. */
export function setDots(l: v128, r: v128): void {
  left = l
  right = r
}

/** The sums of four vectors' lanes, as one vector. */
export function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7))
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7))
  return i32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3))
}

function add(s: v128, a: v128, b: v128): v128 {
  return i32x4.add(s, i32x4.dot_i16x8_s(a, b))
}

/** Four rows from `a` against two rows from `b`; `step` bytes a row, a multiple of 16. */
export function tile(a: usize, b: usize, step: usize): void {
  let s0 = i32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0
  const step2 = step << 1, step3 = step2 + step, end = a + step
  for (; a < end; a += 16, b += 16) {
    const x = v128.load(b), y = v128.load(b + step)
    let r = v128.load(a)
    s0 = add(s0, r, x), t0 = add(t0, r, y)
    r = v128.load(a + step)
    s1 = add(s1, r, x), t1 = add(t1, r, y)
    r = v128.load(a + step2)
    s2 = add(s2, r, x), t2 = add(t2, r, y)
    r = v128.load(a + step3)
    s3 = add(s3, r, x), t3 = add(t3, r, y)
  }
  left = sums(s0, s1, s2, s3)
  right = sums(t0, t1, t2, t3)
}

/** Four rows from `a` against the rows `b` and `c`, wherever they are. */
export function tileOf(a: usize, b: usize, c: usize, step: usize): void {
  let s0 = i32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0
  const step2 = step << 1, step3 = step2 + step, end = a + step
  for (; a < end; a += 16, b += 16, c += 16) {
    const x = v128.load(b), y = v128.load(c)
    let r = v128.load(a)
    s0 = add(s0, r, x), t0 = add(t0, r, y)
    r = v128.load(a + step)
    s1 = add(s1, r, x), t1 = add(t1, r, y)
    r = v128.load(a + step2)
    s2 = add(s2, r, x), t2 = add(t2, r, y)
    r = v128.load(a + step3)
    s3 = add(s3, r, x), t3 = add(t3, r, y)
  }
  left = sums(s0, s1, s2, s3)
  right = sums(t0, t1, t2, t3)
}

/** Four rows from `a` against the one row `b`. */
export function tile1(a: usize, b: usize, step: usize): v128 {
  let s0 = i32x4.splat(0), s1 = s0, s2 = s0, s3 = s0
  const step2 = step << 1, step3 = step2 + step, end = a + step
  for (; a < end; a += 16, b += 16) {
    const x = v128.load(b)
    s0 = add(s0, v128.load(a), x)
    s1 = add(s1, v128.load(a + step), x)
    s2 = add(s2, v128.load(a + step2), x)
    s3 = add(s3, v128.load(a + step3), x)
  }
  return sums(s0, s1, s2, s3)
}

/** The dot product of two rows. */
export function dot(a: usize, b: usize, step: usize): i32 {
  let s = i32x4.splat(0), t = s
  const end = a + step
  for (const whole = a + (step & ~31); a < whole; a += 32, b += 32) {
    s = add(s, v128.load(a), v128.load(b))
    t = add(t, v128.load(a, 16), v128.load(b, 16))
  }
  if (a < end) s = add(s, v128.load(a), v128.load(b))
  s = i32x4.add(s, t)
  return i32x4.extract_lane(s, 0) + i32x4.extract_lane(s, 1) + i32x4.extract_lane(s, 2) + i32x4.extract_lane(s, 3)
}
