/**
 * What was learned of a pool of texts, in a folder: `words.bin` (how many texts have a word at each place, 32 bits each; then
 * the directions in double precision; little-endian) and `words.json`, which says what they are.
 */
import type { InputFault } from "@marginalia/datasets/fault"
import { InvalidInput, toFileProblem } from "@marginalia/datasets/files/errors"
import { hashData } from "@marginalia/datasets/hash"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { LSA_WIDTH, type Words } from "./lsa.ts"
import { BUCKETS } from "./weigh.ts"

/** The names of the two files. */
export const WORDS_FILES = { manifest: "words.json", numbers: "words.bin" } as const

const Manifest = Schema.fromJsonString(Schema.Struct({
  format: Schema.Literal("marginalia-words"),
  version: Schema.Literal(1),
  texts: Schema.Natural,
  places: Schema.Literal(BUCKETS),
  components: Schema.Literal(LSA_WIDTH),
  sha256: Schema.String
}))

const bytesOf = ({ basis, rarity: { seen } }: Words): Uint8Array => {
  const out = new Uint8Array(seen.byteLength + basis.byteLength)
  out.set(new Uint8Array(seen.buffer, seen.byteOffset, seen.byteLength))
  out.set(new Uint8Array(basis.buffer, basis.byteOffset, basis.byteLength), seen.byteLength)
  return out
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

/** What tells words that were learned from others. */
export const hashOfWords = (words: Words): string =>
  hashData({ words: 1, texts: words.rarity.texts, numbers: sha256(bytesOf(words)) })

/** Writes words into a folder, which is made where it is missing. Fails with `FileProblem`. */
export const saveWords = Effect.fn("studio.saveWords")(function*(words: Words, folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path, bytes = bytesOf(words)
  const manifest = {
    format: "marginalia-words",
    version: 1,
    texts: words.rarity.texts,
    places: BUCKETS,
    components: LSA_WIDTH,
    sha256: sha256(bytes)
  }
  yield* fs.makeDirectory(folder, { recursive: true }).pipe(
    Effect.andThen(fs.writeFile(paths.join(folder, WORDS_FILES.numbers), bytes)),
    Effect.andThen(
      fs.writeFileString(paths.join(folder, WORDS_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`)
    ),
    Effect.mapError(toFileProblem(folder))
  )
})

/** Reads what {@link saveWords} wrote. Fails with `InvalidInput` where it was changed or is none, and with `FileProblem`. */
export const loadWords = Effect.fn("studio.loadWords")(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const file = paths.join(folder, WORDS_FILES.manifest), data = paths.join(folder, WORDS_FILES.numbers)
  const bad = (path: string, problem: string, fault: InputFault) =>
    new InvalidInput({ path, problem, hint: "export the model again", ...fault })
  const { sha256: expected, texts } = yield* fs.readFileString(file).pipe(
    Effect.mapError(toFileProblem(file)),
    Effect.flatMap((text) =>
      Effect.mapError(
        Schema.decodeEffect(Manifest)(text),
        () => bad(file, "this says nothing of words", { reason: "Format", expected: "the description of words" })
      )
    )
  )
  const bytes = new Uint8Array(yield* Effect.mapError(fs.readFile(data), toFileProblem(data)))
  const found = sha256(bytes)
  if (found !== expected) {
    const fault = { reason: "Mismatch", value: found, expected } as const
    return yield* bad(data, "the file was changed: its hash is another", fault)
  }
  const words: Words = {
    rarity: { texts, seen: new Uint32Array(bytes.buffer, 0, BUCKETS) },
    basis: new Float64Array(bytes.buffer, 4 * BUCKETS)
  }
  return words
})
