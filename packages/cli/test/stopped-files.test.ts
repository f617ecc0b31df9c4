import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { folder, pool, poolCsv, type Put } from "../../datasets/test/files.ts"
import { folderOf, plain, png } from "../../datasets/test/pictures.ts"
import { stopped } from "./signals.ts"

/** A slow disk: what touches a file whose path has SLOW in it says so, and takes its time. */
const slowDisk = `
import fs from "node:fs"
import { syncBuiltinESMExports } from "node:module"

const isSlow = (fd) => fs.readlinkSync("/proc/self/fd/" + fd).includes(process.env.SLOW)
const slow = (work, wait) => (fd, ...rest) => {
  if (!isSlow(fd)) return work(fd, ...rest)
  console.error("at work")
  setTimeout(() => work(fd, ...rest), wait)
}
fs.read = slow(fs.read, 60_000)
fs.write = slow(fs.write, 700)
const handle = await fs.promises.open(process.env.HOOK)
const prototype = Object.getPrototypeOf(handle), { write } = prototype
await handle.close()
prototype.write = async function (...args) {
  if (isSlow(this.fd)) {
    console.error("at work")
    await new Promise((resume) => setTimeout(resume, 700))
  }
  return write.apply(this, args)
}
syncBuiltinESMExports()
`

const photos = folderOf(Object.fromEntries(Array.from({ length: 24 }, (_, i) => [`${i}.png`, png(plain(10 * i))])))

/** A line that is stopped while a file is worked on whose path has a word in it. */
interface Phase {
  readonly name: string
  readonly slow: string
  readonly args: (put: Put, path: string, photos: string) => ReadonlyArray<string>
}

const select = (
  put: Put,
  path: string
) => ["select", put("p.npy", pool()), "-s", "random", "-b", "2", "-o", join(path, "o.csv")]
const embed = (
  put: Put,
  path: string
) => ["embed", put("p.csv", poolCsv()), "-e", "raw", "--cache", "none", "-o", join(path, "e.npy")]

const phases: ReadonlyArray<Phase> = [
  { name: "a pool is read", slow: "/p.npy", args: select },
  { name: "a table is read", slow: "/p.csv", args: embed },
  {
    name: "a folder is decoded into the scratch file",
    slow: "/scratch-",
    args: (_, path, photos) => ["embed", photos, "-e", "raw", "--cache", "none", "-o", join(path, "e.npy")]
  },
  { name: "an output is written", slow: "/.o.csv", args: select },
  { name: "one of several outputs is written", slow: "/.e.ids.csv", args: embed }
]

const digest = (path: string): string =>
  statSync(path).isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : "a folder"

const contents = (path: string): ReadonlyArray<string> =>
  readdirSync(path, { recursive: true, encoding: "utf8" }).sort().map((name) => `${name}: ${digest(join(path, name))}`)

const signals = ["SIGINT", "SIGTERM"] as const

describe.skipIf(!existsSync("/proc/self/fd"))("a signal while", () => {
  for (const [i, { args, name, slow }] of phases.entries()) {
    for (const signal of slow === "/scratch-" ? signals : [signals[i % 2]!]) {
      it.live(`${name}: ${signal} ends it with 130, and every file is as it was`, () =>
        Effect.gen(function*() {
          const { path, put } = yield* folder, hook = put("hook.mjs", slowDisk), cache = join(path, "cache")
          const given = args(put, path, yield* photos)
          mkdirSync(cache)
          const before = contents(path)
          const ended = yield* stopped(given, signal, /at work/, {
            SLOW: slow,
            HOOK: hook,
            NODE_OPTIONS: `--import ${pathToFileURL(hook).href}`,
            MARGINALIA_MAX_HELD: "20B",
            MARGINALIA_CACHE: cache
          })
          assert.strictEqual(ended.code, 130, `${ended.signal}: ${ended.stderr}`)
          assert.deepStrictEqual(contents(path), before)
        }).pipe(Effect.scoped), 120_000)
    }
  }
})
