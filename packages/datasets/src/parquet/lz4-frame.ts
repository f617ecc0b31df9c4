/**
 * LZ4's frames, as Arrow and Feather pack their buffers: blocks that may refer to what the blocks before came to.
 */

const MAGIC = 0x184D2204

/** Bits of the frame's flags. */
const VERSION = 0xC0, VERSION_1 = 0x40, BLOCK_SUMS = 0x10, SIZE = 0x08, DICTIONARY = 0x01

/** The bit of a block's size that says that it is not packed. */
const STORED = 0x80000000

const refuse = (problem: string): never => {
  throw new Error(`lz4: ${problem}`)
}

/** A length that goes on as long as bytes are 255; where it ends, and how long it is. */
const lengthAt = (input: Uint8Array, at: number, nibble: number): readonly [length: number, at: number] => {
  if (nibble < 15) return [nibble, at]
  let length = nibble
  for (;;) {
    const byte = input[at++] ?? refuse("a length is cut short")
    length += byte
    if (byte < 255) return [length, at]
  }
}

/** Unpacks a block behind what is in `output` up to `from`; gives where it ends. */
const block = (input: Uint8Array, output: Uint8Array, from: number): number => {
  let at = 0, out = from
  while (at < input.length) {
    const token = input[at++]!
    const [literals, begin] = lengthAt(input, at, token >> 4)
    at = begin + literals
    if (at > input.length || out + literals > output.length) refuse("a block is longer than it says")
    output.set(input.subarray(begin, at), out)
    out += literals
    if (at === input.length) break
    const back = input[at]! | (input[at + 1] ?? 0) << 8
    const [more, next] = lengthAt(input, at + 2, token & 15)
    if (back === 0 || back > out || out + more + 4 > output.length) refuse("a block refers to what is not there")
    // One by one: what is copied may be what was just written.
    for (let i = 0; i < more + 4; i++, out++) output[out] = output[out - back]!
    at = next
  }
  return out
}

/** The bytes of a frame that come to `size`. Throws an `Error` for what is none, is cut short, or comes to another size. */
export const lz4Frame = (input: Uint8Array, size: number): Uint8Array<ArrayBuffer> => {
  const view = new DataView(input.buffer, input.byteOffset, input.length)
  if (input.length < 7 || view.getUint32(0, true) !== MAGIC) refuse("this is no frame")
  const flags = input[4]!
  if ((flags & VERSION) !== VERSION_1 || (flags & DICTIONARY) !== 0) refuse("a frame of an unknown kind")
  const output = new Uint8Array(size)
  let at = 7 + ((flags & SIZE) === 0 ? 0 : 8), out = 0
  for (;;) {
    if (at + 4 > input.length) refuse("it is cut short")
    const word = view.getUint32(at, true), length = word & ~STORED
    at += 4
    if (word === 0) break
    if (at + length > input.length) refuse("it is cut short")
    const bytes = input.subarray(at, at + length)
    if (word >= STORED) {
      if (out + length > size) refuse("it comes to more than it says")
      output.set(bytes, out)
      out += length
    } else out = block(bytes, output, out)
    at += length + ((flags & BLOCK_SUMS) === 0 ? 0 : 4)
  }
  return out === size ? output : refuse(`it comes to ${out} bytes and not to ${size}`)
}
