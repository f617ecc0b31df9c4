import { assert, describe, it } from "@effect/vitest"
import { isTest, sourcesOf, textOf } from "./sources.ts"

const packages = [
  "core",
  "strategies",
  "datasets",
  "models",
  "experiments",
  "report",
  "studio",
  "distributed",
  "testkit",
  "cli"
]
const files = packages.flatMap(sourcesOf).filter((file) => !isTest(file))

/** Small things that each have one module: what gives them away, and where they may be, with the reason of a second place. */
const things: ReadonlyArray<readonly [name: string, sign: RegExp, places: { readonly [file: string]: string }]> = [
  ["the quotes of a csv cell", /replaceAll\("\\"", "\\"\\""\)/, {
    "packages/datasets/src/files/csv-cell.ts": "here"
  }],
  ["the plural of a counted noun", /=== 1 \? "" : "s"/, { "packages/core/src/Words.ts": "here" }],
  ["a size in bytes with its unit", /\["B", "kB"/, { "packages/core/src/Quote.ts": "here" }],
  ["a duration with its unit", /\} min`|"min"\]/, { "packages/core/src/Words.ts": "here" }],
  ["a number with its thousands apart", /\(\?=\(\\d\{3\}\)\+\$\)/, { "packages/core/src/Words.ts": "here" }],
  ["a thrown value in a line", /message[^\n]*\.split\("\\n"\)\[0\]/, {
    "packages/core/src/Quote.ts": "here",
    "packages/experiments/src/engine/plugin.ts": "with the error's name before it"
  }],
  ["a variable of the environment", /Config\.String\(/, { "packages/datasets/src/variable.ts": "here" }],
  ["the environment itself", /process\.env/, {
    "packages/models/src/backend/asked.ts": "sets a variable for tfjs",
    "packages/experiments/src/work/process.ts": "hands all of it to a worker",
    "packages/models/src/backend/wasm.ts": "read while a module loads, where no Effect runs",
    "packages/models/src/backend/webgpu.ts": "read where a library is looked for, before an Effect runs",
    "packages/testkit/src/node.ts": "read by tests, outside of an Effect"
  }],
  ["a file or folder that is renamed into its place", /\.rename\(/, {
    "packages/datasets/src/files/write.ts": "files",
    "packages/datasets/src/files/swap-folder.ts": "folders",
    "packages/datasets/src/download/part.ts": "a download, which goes on from its part",
    "packages/datasets/src/download/settle.ts": "what was unpacked moves to where it belongs",
    "packages/models/src/encoder/cache.ts": "rows of an embedding, which goes on from its part",
    "packages/studio/src/items/media-cache.ts":
      "thumbnails: what a power cut takes is made anew, so that none waits for the disk"
  }]
]

describe("a small thing", () => {
  it.each(things)("is done once: %s", (_, sign, places) => {
    const found = files.filter((file) => sign.test(textOf(file)))
    assert.deepStrictEqual(found.toSorted(), Object.keys(places).toSorted())
  })
})
