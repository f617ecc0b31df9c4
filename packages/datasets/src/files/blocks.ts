/**
 * Hashes of a file's blocks, written with it, so that who reads a part of it need not read the rest to know that the part is
 * what was written.
 */
import { createHash, type Hash } from "node:crypto"

/** The bytes of a block where nothing else is said: 4 MiB, so that a pool of 100 GB has 24,000 hashes, 1.6 MB of text. */
export const BLOCK = 4 << 20

/** The hash of each block of a file. */
export interface Blocks {
  /** The bytes of a block; the last may have fewer. */
  readonly size: number
  /** Of each block, in hexadecimal, in the order of the file. */
  readonly sha256: ReadonlyArray<string>
}

/** What a {@link BlockHasher} has seen. */
export interface Hashed {
  /** Of all bytes, in hexadecimal. */
  readonly sha256: string
  /** How many bytes they were. */
  readonly bytes: number
  readonly blocks: Blocks
}

const hex = (hash: Hash): string => hash.digest("hex")

/** The sha256 of bytes, in hexadecimal. */
export const hashOf = (bytes: Uint8Array): string => hex(createHash("sha256").update(bytes))

/**
 * Hashes what is written, as it is written: `update` takes the next bytes, however many, `finish` gives the hash of all of
 * them and of each block. Holds no bytes.
 */
export class BlockHasher {
  readonly #size: number
  readonly #whole = createHash("sha256")
  readonly #done: Array<string> = []
  #block = createHash("sha256")
  #bytes = 0

  /** `size`: the bytes of a block, {@link BLOCK} by default. */
  constructor(size: number = BLOCK) {
    this.#size = size
  }

  /** Takes the next bytes of the file. */
  update(bytes: Uint8Array): this {
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + this.#size - this.#bytes % this.#size)
      this.#whole.update(piece)
      this.#block.update(piece)
      this.#bytes += piece.length
      at += piece.length
      if (this.#bytes % this.#size === 0) this.#close()
    }
    return this
  }

  /** The hashes; nothing can be added afterwards. */
  finish(): Hashed {
    if (this.#bytes % this.#size !== 0) this.#close()
    return { sha256: hex(this.#whole), bytes: this.#bytes, blocks: { size: this.#size, sha256: this.#done } }
  }

  #close(): void {
    this.#done.push(hex(this.#block))
    this.#block = createHash("sha256")
  }
}

const isHash = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{64}$/.test(value)

/** The blocks of a file of `bytes` bytes as JSON has them; undefined where it has none. Throws an `Error` for anything else. */
export const blocksOf = (value: unknown, bytes: unknown): Blocks | undefined => {
  if (value === undefined) return undefined
  const { sha256, size } = (typeof value === "object" && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 1) throw new Error("blocks of no size")
  if (!Array.isArray(sha256) || !sha256.every(isHash)) throw new Error("a block without a hash")
  if (typeof bytes !== "number" || !Number.isSafeInteger(bytes) || sha256.length !== Math.ceil(bytes / size)) {
    throw new Error(`${sha256.length} hashes of blocks of ${size} bytes are not of ${String(bytes)} bytes`)
  }
  return { size, sha256 }
}
