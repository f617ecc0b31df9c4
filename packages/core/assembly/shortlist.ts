// Buffers of entries, sixteen bytes each: a double (a bound from below, or the exact squared distance where bit 31 of
// the row number is set), a float (a bound from above) and a row number.

function at(base: usize, i: i32): usize {
  return base + (<usize> i << 4)
}

function swap(p: usize, q: usize): void {
  const held = v128.load(p)
  v128.store(p, v128.load(q))
  v128.store(q, held)
}

/** Moves the k entries with the smallest bounds from above to the front (Hoare's selection). */
function select(base: usize, n: i32, k: i32): void {
  let l = 0, r = n - 1
  while (l < r) {
    const pivot = load<f32>(at(base, k - 1), 8)
    let i = l, j = r
    while (i <= j) {
      while (load<f32>(at(base, i), 8) < pivot) i++
      while (pivot < load<f32>(at(base, j), 8)) j--
      if (i <= j) swap(at(base, i++), at(base, j--))
    }
    if (j < k - 1) l = i
    if (k - 1 < i) r = j
  }
}

/** Keeps, of n > k entries, the k with the smallest bounds from above and all that may be as near; how many stay. */
export function keepNearest(base: usize, n: i32, k: i32, half: f64): i32 {
  select(base, n, k)
  let limit: f32 = 0
  for (let i = 0; i < k; i++) limit = max(limit, load<f32>(at(base, i), 8))
  let kept = k
  for (let i = k; i < n; i++) {
    const p = at(base, i), value = load<f64>(p)
    const low = load<u32>(p, 12) >> 31 ? value * half * (1 - 1e-6) : value
    if (low <= <f64> limit) swap(at(base, kept++), p)
  }
  return kept
}

function before(value: f64, id: u32, p: usize): bool {
  const other = load<f64>(p)
  return value < other || (value == other && id < load<u32>(p, 12))
}

/** Sorts exact entries: nearest first, ties to the smaller row (Shell's sort). */
export function sortExact(base: usize, n: i32): void {
  for (let h = n >> 1; h > 0; h = h == 2 ? 1 : h * 5 / 11) {
    for (let i = h; i < n; i++) {
      const entry = v128.load(at(base, i)), value = f64x2.extract_lane(entry, 0)
      const id = <u32> i32x4.extract_lane(entry, 3)
      let j = i
      for (; j >= h && before(value, id, at(base, j - h)); j -= h) v128.store(at(base, j), v128.load(at(base, j - h)))
      v128.store(at(base, j), entry)
    }
  }
}
