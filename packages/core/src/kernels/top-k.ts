/** Whether position `a` comes before position `b`: by score, larger first, then the smaller position. */
const before = (scores: Float64Array, a: number, b: number): boolean =>
  scores[a]! > scores[b]! || (scores[a]! === scores[b]! && a < b)

/** Moves the last of `size` items of the heap up: the root is the item that comes last. */
const siftUp = (scores: Float64Array, heap: Uint32Array, size: number): void => {
  let at = size - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!before(scores, heap[parent]!, heap[at]!)) return
    swap(heap, parent, at)
    at = parent
  }
}

const siftDown = (scores: Float64Array, heap: Uint32Array): void => {
  let at = 0
  while (2 * at + 1 < heap.length) {
    let child = 2 * at + 1
    if (child + 1 < heap.length && before(scores, heap[child]!, heap[child + 1]!)) child++
    if (!before(scores, heap[at]!, heap[child]!)) return
    swap(heap, at, child)
    at = child
  }
}

const swap = (items: Uint32Array, a: number, b: number): void => {
  const held = items[a]!
  items[a] = items[b]!
  items[b] = held
}

const compare = (scores: Float64Array) => (a: number, b: number): number => before(scores, a, b) ? -1 : 1

/**
 * The positions of the `k` largest scores, largest first; ties go to the smaller position, NaN is left out, so there
 * may be fewer than `k`. O(N log k).
 */
export const topK = (scores: Float64Array, k: number): Uint32Array => {
  const heap = new Uint32Array(Math.max(0, Math.min(k, scores.length)))
  let size = 0
  for (let i = 0; i < scores.length; i++) {
    if (Number.isNaN(scores[i])) continue
    if (size < heap.length) {
      heap[size++] = i
      siftUp(scores, heap, size)
    } else if (size > 0 && before(scores, i, heap[0]!)) {
      heap[0] = i
      siftDown(scores, heap)
    }
  }
  return heap.slice(0, size).sort(compare(scores))
}
