/** What may happen to the bytes of a file: flipped, cut, zeroed, doubled, and numbers that are too large, too small or negative. */
import type { Random } from "./random.ts"

/** Inputs never grow beyond this. */
export const MOST = 1 << 20

const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x22, 0x2c, 0x5b, 0x7b]
const NUMBERS = [0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 1e9]

type Change = (bytes: Uint8Array, random: Random) => Uint8Array

const joined = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => new Uint8Array(Buffer.concat(parts))

/** A run of bytes somewhere: where it begins and ends. Half of the runs are short. */
const runIn = ({ length }: Uint8Array, random: Random): readonly [from: number, to: number] => {
  const from = random.below(length), most = random.once(2) ? 16 : length
  return [from, Math.min(length, from + 1 + random.below(most))]
}

const withByte = (change: (byte: number, random: Random) => number): Change => (bytes, random) => {
  const out = bytes.slice(), at = random.below(bytes.length)
  out[at] = change(out[at]!, random)
  return out
}

const filled = (value: number): Change => (bytes, random) => bytes.slice().fill(value, ...runIn(bytes, random))

/** A number of 1 to 8 bytes in place of what is there, in either order. */
const number: Change = (bytes, random) => {
  const out = Buffer.from(bytes), size = random.pick([2, 4, 8])
  if (out.length < size) return bytes
  const at = random.below(out.length - size + 1), value = random.pick(NUMBERS)
  const little = random.once(2)
  if (size === 2) out[little ? "writeUInt16LE" : "writeUInt16BE"](value & 0xffff, at)
  else if (size === 4) out[little ? "writeUInt32LE" : "writeUInt32BE"](value >>> 0, at)
  else out[little ? "writeBigUInt64LE" : "writeBigUInt64BE"](BigInt(value) << BigInt(random.below(32)), at)
  return new Uint8Array(out)
}

const doubled: Change = (bytes, random) => {
  const [from, to] = runIn(bytes, random), times = random.once(4) ? 1 + random.below(100) : 1
  const run = bytes.subarray(from, to), most = Math.max(1, Math.min(times, Math.floor(MOST / 4 / run.length)))
  return joined(bytes.subarray(0, to), ...Array.from({ length: most }, () => run), bytes.subarray(to))
}

const without: Change = (bytes, random) => {
  const [from, to] = runIn(bytes, random)
  return joined(bytes.subarray(0, from), bytes.subarray(to))
}

const changes: ReadonlyArray<Change> = [
  withByte((byte, random) => byte ^ (1 << random.below(8))),
  withByte((_, random) => random.below(256)),
  withByte((_, random) => random.pick(EDGES)),
  filled(0),
  filled(0xff),
  number,
  number,
  doubled,
  without,
  (bytes, random) => bytes.slice(0, random.below(bytes.length)),
  (bytes, random) => {
    const at = random.below(bytes.length)
    const more = Uint8Array.from({ length: 1 + random.below(8) }, () => random.below(256))
    return joined(bytes.subarray(0, at), more, bytes.subarray(at))
  }
]

/** A valid file with one to four things done to it. */
export const changeBytes: Change = (bytes, random) => {
  let out = bytes
  for (let times = 1 + (random.once(2) ? 0 : random.below(4)); times > 0 && out.length > 0; times--) {
    out = random.pick(changes)(out, random)
  }
  return out.slice(0, MOST)
}
