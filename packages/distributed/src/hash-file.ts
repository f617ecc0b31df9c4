/**
 * The sha256 of a file, read piece by piece; of one that has not changed since, as it was. Tested in assets.test.ts.
 */
import * as Quote from "@marginalia/core/Quote"
import { FileProblem } from "@marginalia/datasets/files/errors"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { createReadStream, statSync } from "node:fs"

interface Hashed {
  readonly bytes: number
  readonly sha256: string
}

/** By path, size and time: what a worker looks at again for each unit is read once. */
const known = new Map<string, Hashed>()

const PIECE = 4 * 2 ** 20

const unreadable = (path: string) => (cause: unknown): FileProblem =>
  new FileProblem({
    path,
    problem: `it cannot be read (${Quote.thrown(cause)})`,
    hint: "change its permissions, or name another",
    reason: "Denied",
    cause
  })

const read = async (path: string): Promise<string> => {
  const hash = createHash("sha256")
  for await (const piece of createReadStream(path, { highWaterMark: PIECE })) hash.update(piece as Buffer)
  return hash.digest("hex")
}

/** The size of a file in bytes, and the sha256 of what is in it. O(bytes). Fails with `FileProblem`. */
export const hashFile = Effect.fnUntraced(function*(path: string) {
  const fail = unreadable(path)
  const { mtimeMs, size } = yield* Effect.try({ try: () => statSync(path), catch: fail })
  const key = `${path}\n${size}\n${mtimeMs}`, before = known.get(key)
  if (before !== undefined) return before
  const found: Hashed = { bytes: size, sha256: yield* Effect.tryPromise({ try: () => read(path), catch: fail }) }
  known.set(key, found)
  return found
})
