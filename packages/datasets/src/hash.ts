/**
 * Hashes of events and of data.
 */
import * as Journal from "@marginalia/core/Journal"
import { createHash, type Hash } from "node:crypto"

/** What the first event's hash is chained to. */
export const GENESIS = "0".repeat(64)

/** The sha256 of a text, as hexadecimal digits. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/**
 * The hash of an event, number `seq` with the text `body` and the text of its `timing`, that follows the event with the
 * hash `before`.
 */
export const link = (before: string, seq: number, body: string, timing: string): string =>
  sha256([before, seq, body, timing].join("\n"))

/**
 * A hash of what a journal's `entries` say, whatever the time it took: two runs of a plan on a deterministic learner
 * have the same.
 */
export const digest = (entries: ReadonlyArray<Pick<Journal.Entry, "event">>): string =>
  entries.reduce((before, { event }, i) => link(before, i + 1, Journal.print(event), ""), GENESIS)

const addView = (hash: Hash, view: ArrayBufferView): void => {
  hash.update(`${view.constructor.name} ${view.byteLength}\n`)
  hash.update(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
}

/** Numbers that are hashed as if they were one array of `bytes` bytes, piece by piece. */
export class Pieces {
  readonly kind: "Float32Array" | "Uint8Array"
  readonly bytes: number
  readonly pieces: Iterable<Float32Array | Uint8Array>
  constructor(kind: Pieces["kind"], bytes: number, pieces: Pieces["pieces"]) {
    this.kind = kind
    this.bytes = bytes
    this.pieces = pieces
  }
}

const addPieces = (hash: Hash, { bytes, kind, pieces }: Pieces): void => {
  hash.update(`${kind} ${bytes}\n`)
  for (const { buffer, byteLength, byteOffset } of pieces) hash.update(new Uint8Array(buffer, byteOffset, byteLength))
}

const add = (hash: Hash, value: unknown): void => {
  if (ArrayBuffer.isView(value)) return addView(hash, value)
  if (value instanceof Pieces) return addPieces(hash, value)
  if (typeof value !== "object" || value === null) {
    hash.update(`${typeof value} ${typeof value === "string" ? JSON.stringify(value) : String(value)}\n`)
    return
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  hash.update(`${Array.isArray(value) ? "list" : "record"} ${entries.length}\n`)
  for (const [key, inner] of entries) {
    add(hash, key)
    add(hash, inner)
  }
}

/** The sha256 of a `value`, a column or a list of ids: of its numbers' bytes, their type and their shape. O(bytes). */
export const hashData = (value: unknown): string => {
  const hash = createHash("sha256")
  add(hash, value)
  return hash.digest("hex")
}
