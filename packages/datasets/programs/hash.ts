/**
 * The program of a thread that hashes: bytes are told it where they lie in shared memory, and it answers each message.
 *
 * `npm run build:programs` writes it into `src/files/hash.gen.ts`.
 */
import { createHash, type Hash } from "node:crypto"
import { parentPort } from "node:worker_threads"
import type { HashMessage } from "../src/files/hashing.ts"

const hashes = new Map<number, Hash>()

const hashOf = (key: number): Hash => {
  const hash = hashes.get(key) ?? createHash("sha256")
  hashes.set(key, hash)
  return hash
}

parentPort!.on("message", ([key, bytes]: HashMessage) => {
  if (bytes !== undefined) hashOf(key).update(bytes)
  parentPort!.postMessage(bytes === undefined ? hashOf(key).digest("hex") : "")
})
