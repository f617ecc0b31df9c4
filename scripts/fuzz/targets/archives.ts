/** Compressed files and archives. */
import * as Effect from "effect/Effect"
import { mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import type { Unpack } from "../../../packages/datasets/src/download/archive.ts"
import { entryPath } from "../../../packages/datasets/src/download/entry-path.ts"
import { untar } from "../../../packages/datasets/src/download/untar.ts"
import { unzip } from "../../../packages/datasets/src/download/unzip.ts"
import { unpack } from "../../../packages/datasets/src/unpack.ts"
import { tar, tarGz, zip } from "../../../packages/datasets/test/archives.ts"
import type { Target } from "../target.ts"

const entries = [
  { name: "top/" },
  { name: "top/a.bin", bytes: "alpha" },
  { name: "top/in/b.txt", bytes: "beta".repeat(500) },
  { name: "c.txt", bytes: "" }
]

/** Unpacks into a folder of the input's folder, beside which nothing may appear. */
const into = <E, R>(unpacked: (task: Unpack) => Effect.Effect<void, E, R>) => (input: Uint8Array, folder: string) =>
  Effect.suspend(() => {
    const archive = join(folder, "x"), to = join(folder, "to")
    writeFileSync(archive, input)
    mkdirSync(to)
    const beside = () => {
      if (readdirSync(folder).length !== 2) throw new Error("the archive wrote outside of its folder")
    }
    return unpacked({ archive, to, strip: "top", onProgress: () => {} }).pipe(Effect.ensuring(Effect.sync(beside)))
  })

const inside = (input: Uint8Array) =>
  Effect.sync(() => {
    const path = entryPath(new TextDecoder().decode(input), "top")
    if (path !== undefined && !`${join("/to", path)}/`.startsWith("/to/")) throw new Error("a path leads outside")
    return path
  })

/** A file that comes to a thousand times its size. */
const bomb = gzipSync(new Uint8Array(2e8), { level: 1 })

const gz = [gzipSync("a,b\n1,2\n"), gzipSync(new Uint8Array(5000)), new TextEncoder().encode("not packed")]

/** See the module. */
export const archives: ReadonlyArray<Target> = [
  { name: "gz", kind: "bytes", examples: gz, hostile: [bomb], read: (input) => unpack(input, "x.gz") },
  { name: "zip", kind: "bytes", share: 3, examples: [zip(entries)], read: into(unzip) },
  { name: "tar", kind: "bytes", share: 2, examples: [tar(entries)], read: into(untar) },
  { name: "tar.gz", kind: "bytes", share: 2, examples: [tarGz(entries)], read: into(untar) },
  {
    name: "entry paths",
    kind: "text",
    share: 5,
    examples: ["top/a/b.txt", "../../etc/passwd", "C:\\x", "a\\..\\..\\b", "/abs", "a/./b"],
    read: inside
  }
]
