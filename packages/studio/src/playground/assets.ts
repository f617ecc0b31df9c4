/**
 * The playground's page as files. Its program and its worker, which has the library in it, lie beside the package's modules: they
 * are built when it is packed (`node scripts/playground.ts` in a checkout).
 */
import { FileProblem } from "@marginalia/datasets/files/errors"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { type Asset, assets as labeling, documentOf } from "../page/assets.ts"

/** The files that are built, and their media types. */
export const BUILT = {
  "page.js": "text/javascript; charset=utf-8",
  "worker.js": "text/javascript; charset=utf-8",
  "page.css": "text/css; charset=utf-8"
} as const

/** Where the built files lie: in the package, also for a command that is bundled. */
export const builtFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve("@marginalia/studio/package.json")), "dist", "playground")

const ABOUT = "Write a strategy or move a slider, and see what it picks of your own pool, and why."

/** The page's files by their paths; `/` is the page. Fails with `FileProblem` where they were not built. */
export const readAssets = Effect.fn("studio.playground.readAssets")(function*(folder = builtFolder()) {
  const fs = yield* FileSystem.FileSystem
  const built = yield* Effect.forEach(Object.entries(BUILT), ([name, type]) => {
    const path = join(folder, name)
    return fs.readFileString(path).pipe(
      Effect.map((body) => [`/app/${name}`, { type, body }] as const),
      Effect.mapError((cause) =>
        new FileProblem({
          path,
          problem: "the playground's program is not there",
          hint: "install the package again, or in a checkout build it: node scripts/playground.ts",
          reason: "NotFound",
          cause
        })
      )
    )
  })
  return new Map<string, Asset>([
    ["/", { type: "text/html; charset=utf-8", body: documentOf("Marginalia: playground", ABOUT) }],
    ["/app/icon.svg", labeling.get("/app/icon.svg")!],
    ...built
  ])
})
