/** What may happen to a text: numbers that make no sense, cells and lines that are gone or come twice, nesting without end. */
import { MOST } from "./bytes.ts"
import type { Random } from "./random.ts"

type Change = (text: string, random: Random) => string

const NUMBERS = [
  "0",
  "-1",
  "-0",
  "1e999",
  "1e300",
  "1e-320",
  "NaN",
  "Infinity",
  "9007199254740993",
  "100000000",
  "1000000000000",
  "0x1F",
  "1,5",
  "",
  "null",
  "1".repeat(400)
]

const STRANGE = [
  "\u0000",
  "\u001b[31m",
  "\r",
  "\n",
  "\t",
  "\"",
  "'",
  ",",
  ";",
  "\ufeff",
  "\ufffd",
  "\u202e",
  "\ud83d",
  "<img>",
  "=1+1",
  "__proto__",
  "constructor",
  "toString",
  "\u{1f600}"
]

const BRACKETS = [["[", "]"], ["{\"a\":", "}"], ["(", ")"], ["{", "}"], ["sup(", ")"], ["mix(1: ", ")"], ["- ", ""], [
  "\"",
  "\""
]] as const

/** One match of a pattern, chosen among the first ten thousand: where it begins and ends. */
const one = (text: string, pattern: RegExp, random: Random): readonly [number, number] | undefined => {
  const found: Array<readonly [number, number]> = []
  for (const match of text.matchAll(pattern)) {
    found.push([match.index, match.index + match[0].length])
    if (found.length === 10_000) break
  }
  return found.length === 0 ? undefined : random.pick(found)
}

/** So many times, or as often as makes the most that an input has. */
const often = (text: string, times: number): number => Math.min(times, Math.ceil(MOST / (text.length + 1)))

const replacing = (pattern: RegExp, by: (old: string, random: Random) => string): Change => (text, random) => {
  const [from, to] = one(text, pattern, random) ?? [random.below(text.length + 1), -1]
  if (to < 0) return text
  return text.slice(0, from) + by(text.slice(from, to), random) + text.slice(to)
}

const inserted: Change = (text, random) => {
  const at = random.below(text.length + 1), what = random.pick(STRANGE)
  return text.slice(0, at) + what.repeat(random.once(8) ? 1 + random.below(5000) : 1) + text.slice(at)
}

const depths = [2, 10, 100, 2000, 20_000, 100_000]

/** Brackets around a word, or instead of it: as deep as it takes. */
const nested: Change = (text, random) => {
  const [open, close] = random.pick(BRACKETS), depth = random.pick(depths)
  const [from, to] = one(text, /[\w.]+/g, random) ?? [0, text.length]
  const inside = text.slice(from, to)
  const closed = random.once(4) ? "" : close.repeat(depth)
  return text.slice(0, from) + open.repeat(depth) + inside + closed + text.slice(to)
}

const linesChanged: Change = (text, random) => {
  const lines = text.split("\n"), at = random.below(lines.length), line = lines[at]!
  const times = random.once(8) ? random.below(2000) : random.below(3)
  const again = Array.from({ length: often(line, times) }, () => line)
  return [...lines.slice(0, at), ...again, ...lines.slice(at + 1)].join("\n")
}

const cellsChanged: Change = (text, random) => {
  const [from, to] = one(text, /[,;:|(]/g, random) ?? [0, 0]
  const by = random.pick(["", ",", ",,", ";", "\t", "|", " ", ",".repeat(random.once(8) ? 20_000 : 3)])
  return text.slice(0, from) + by + text.slice(to)
}

const changes: ReadonlyArray<Change> = [
  replacing(/-?\d[\d.e+-]*/g, (_, random) => random.pick(NUMBERS)),
  replacing(/-?\d[\d.e+-]*/g, (_, random) => random.pick(NUMBERS)),
  replacing(/[A-Za-z_][\w-]*/g, (_, random) => random.pick(STRANGE)),
  replacing(/[A-Za-z_][\w-]*/g, (word) => word.toUpperCase()),
  replacing(/[\w.]+/g, (word, random) => word.repeat(often(word, random.once(4) ? 10_000 : 2))),
  replacing(/[^\s]+/g, () => ""),
  inserted,
  nested,
  linesChanged,
  cellsChanged,
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text.slice(random.below(text.length + 1))
]

/** A valid text with one to three things done to it. */
export const changeText: Change = (text, random) => {
  let out = text
  for (let times = 1 + (random.once(2) ? 0 : random.below(3)); times > 0; times--) {
    out = random.pick(changes)(out, random)
  }
  return out.slice(0, MOST)
}
