import { assert, it } from "@effect/vitest"
import * as Option from "effect/Option"
import { commandOf, type RunAsked } from "./command-of.ts"

const none = Option.none()

const input: RunAsked = {
  file: none,
  preset: none,
  data: [],
  strategy: [],
  framework: none,
  embedding: none,
  unlabeled: false,
  seeds: none,
  scale: none,
  plugin: [],
  out: none
}

it("the command that runs an experiment again has what it follows from, quoted, and its folder, and not how fast it was run", () => {
  assert.strictEqual(commandOf({ ...input, file: Option.some("my runs.yaml") }), "marginalia run \"my runs.yaml\"")
  assert.strictEqual(
    commandOf({
      ...input,
      preset: Option.some("msal"),
      data: ["digits"],
      strategy: ["random", "typiclust(neighbors=5)"],
      framework: Option.some("ssl"),
      embedding: Option.some("pca(50)"),
      unlabeled: true,
      seeds: Option.some(3),
      scale: Option.some(0.1),
      plugin: ["mine.ts"],
      out: Option.some("runs/b c")
    }),
    "marginalia run --preset msal --data digits --strategy random --strategy \"typiclust(neighbors=5)\" --framework ssl " +
      "--embedding \"pca(50)\" --unlabeled --seeds 3 --scale 0.1 --plugin mine.ts --out \"runs/b c\""
  )
})
