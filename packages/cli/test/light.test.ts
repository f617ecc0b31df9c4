import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const bin = fileURLToPath(new URL("../bin/marginalia.mjs", import.meta.url))
const digits = fileURLToPath(new URL("../../datasets/data/digits.npy", import.meta.url))

/** Tells on stderr, at the end, what was loaded. */
const hook = `
  import { registerHooks } from "node:module"
  const seen = []
  registerHooks({ load: (url, context, next) => (seen.push(url), next(url, context)) })
  process.on("exit", () => console.error("loaded: " + seen.join(" ")))`

const loaded = (...args: ReadonlyArray<string>): ReadonlyArray<string> => {
  const preload = ["--import", `data:text/javascript,${encodeURIComponent(hook)}`]
  const { stderr } = spawnSync(process.execPath, [...preload, bin, ...args], { encoding: "utf8" })
  return /^loaded: (.*)$/m.exec(stderr)![1]!.split(" ")
}

/** Tensors, images, parquet, archives, YAML, the report: what choosing from an array takes none of. */
const heavy =
  /@tensorflow|onnxruntime|huggingface|sharp|resvg|hyparquet|\/(tar|yauzl|yaml|undici)\/|packages\/(models|report)\//

describe("marginalia select", () => {
  it("loads nothing heavy for an array", () => {
    const files = loaded("select", digits, "-s", "supclust", "-b", "3", "-f", "ids")
    assert.isTrue(files.some((file) => file.endsWith("/select/select.ts")), files.join("\n"))
    assert.deepStrictEqual(files.filter((file) => heavy.test(file)), [])
  }, 30_000)

  it("loads no command's work for the help", () => {
    const files = loaded("--help")
    assert.deepStrictEqual(
      files.filter((file) => heavy.test(file) || /packages\/(strategies\/src|datasets\/src\/files\/read)/.test(file)),
      []
    )
  }, 30_000)
})
