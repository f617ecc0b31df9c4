/**
 * Texts as weighted counts of their words: what is learned of a pool of texts, and what each text is by that.
 */
import * as Kernels from "@marginalia/core/Kernels"
import * as Effect from "effect/Effect"

/** Places that words are hashed into. */
export const BUCKETS = 1 << 16

const WORD = /[\p{L}\p{N}]+/gu

/** FNV-1a over UTF-16 units. */
const bucketOf = (word: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  return (hash >>> 0) & (BUCKETS - 1)
}

/** Scripts that do not part words: pairs of characters stand for them. */
const JOINED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u

const pieces = (word: string): ReadonlyArray<string> =>
  JOINED.test(word) && word.length > 2
    ? Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2))
    : [word]

/** Words, and pairs of neighbors. */
const termsOf = (text: string): ReadonlyArray<string> => {
  const words = (text.normalize("NFKC").toLowerCase().match(WORD) ?? []).flatMap(pieces)
  return [...words, ...words.slice(1).map((word, i) => `${words[i]!} ${word}`)]
}

/** Sparse rows of `width` columns, all of which are used: those of row i are at `starts[i]` … `starts[i + 1]` − 1. */
export interface Sparse {
  readonly width: number
  readonly starts: Uint32Array
  readonly columns: Uint32Array
  readonly values: Float32Array
}

/** How seldom words are: how many texts there were, and in how many of them each place has a word. */
export interface Rarity {
  readonly texts: number
  readonly seen: Uint32Array
}

/** How often each place has a word, text by text. */
export const countWords = Effect.fnUntraced(function*(texts: ReadonlyArray<string>) {
  const counts: Array<ReadonlyMap<number, number>> = []
  for (const text of texts) {
    const row = new Map<number, number>()
    for (const term of termsOf(text)) {
      const bucket = bucketOf(term)
      row.set(bucket, (row.get(bucket) ?? 0) + 1)
    }
    counts.push(row)
    yield* Kernels.breathe(20 * text.length)
  }
  return counts as ReadonlyArray<ReadonlyMap<number, number>>
})

/** How seldom words are in these texts. */
export const rarityOf = (counts: ReadonlyArray<ReadonlyMap<number, number>>): Rarity => {
  const seen = new Uint32Array(BUCKETS)
  for (const row of counts) for (const bucket of row.keys()) seen[bucket]!++
  return { texts: counts.length, seen }
}

/** The column of each place, −1 for terms of a single text, which say nothing. */
const columnsOf = ({ seen, texts }: Rarity): { readonly place: Int32Array; readonly width: number } => {
  const place = new Int32Array(BUCKETS).fill(-1)
  let width = 0
  seen.forEach((count, bucket) => {
    if (count > 1 || (count > 0 && texts < 3)) place[bucket] = width++
  })
  return { place, width }
}

/** (1 + ln count) · ln(N / (1 + texts with it)), each row of length one; terms of a single text are left out. */
export const weighted = (counts: ReadonlyArray<ReadonlyMap<number, number>>, rarity: Rarity): Sparse => {
  const { place, width } = columnsOf(rarity), { seen, texts } = rarity
  const starts = new Uint32Array(counts.length + 1), columns: Array<number> = [], values: Array<number> = []
  for (const [i, row] of counts.entries()) {
    const from = values.length
    let square = 0
    for (const [bucket, count] of [...row].sort(([a], [b]) => a - b)) {
      if (place[bucket]! < 0) continue
      const value = (1 + Math.log(count)) * Math.log((1 + texts) / (1 + seen[bucket]!) + 1e-3)
      columns.push(place[bucket]!)
      values.push(value)
      square += value * value
    }
    for (let k = from; k < values.length; k++) values[k]! /= Math.sqrt(square) || 1
    starts[i + 1] = values.length
  }
  return { width, starts, columns: Uint32Array.from(columns), values: Float32Array.from(values) }
}
