import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { writeParts } from "../../distributed/test/parts.ts"
import { database, Server, withServer } from "../../distributed/test/world.ts"
import { cli } from "./cli.ts"

withServer("marginalia with a pool over machines", (it) => {
  it.effect(
    "serves parts, lists them, selects from them what one memory would, and forgets them",
    () =>
      Effect.gen(function*() {
        const { path } = yield* folder, address = yield* database, { password } = yield* Server
        const whole = writeParts(path, [300, 40]), shards = ["--shards", address]
        const nobody = yield* cli(["select", ...shards, "-s", "kcenter", "-b", "3"])
        assert.strictEqual(nobody.code, 2)
        assert.match(nobody.stderr, /no machine serves a pool there; start marginalia shard serve/)
        const serving = yield* Effect.forkChild(
          cli(["shard", "serve", "--pool", join(path, "part-*.npy"), ...shards, "-t", "1"])
        )
        let listed = yield* cli(["shard", "list", ...shards])
        while (!/part-01\.npy +40 +6 +[0-9a-f]{12} +\S+ at 127\.0\.0\.1:\d+/.test(listed.stdout)) {
          yield* Effect.sleep(200)
          listed = yield* cli(["shard", "list", ...shards])
        }
        const question = ["-s", "supclust", "-b", "4", "-f", "csv", "-q"]
        const found = yield* cli(["select", ...shards, ...question]), one = yield* cli(["select", whole, ...question])
        assert.deepStrictEqual([found.code, found.stdout], [0, one.stdout], found.stderr)
        const outputs = [nobody, listed, found]
        for (
          const [args, code, says] of [
            [["select", whole, ...shards, "-s", "random", "-b", "1"], 1, /whole\.npy is for a pool in files/],
            [["select", ...shards, "--memory", "1GB", "-s", "random", "-b", "1"], 1, /--memory is for a pool in files/],
            [["select", ...shards, "-m", "m.json", "-s", "random", "-b", "1"], 1, /--manifest is for a pool in files/],
            [
              ["select", ...shards, "-s", "probcover", "-b", "1"],
              1,
              /max-coverage would have all vectors sent .*supclust/
            ],
            [["select", "-s", "random", "-b", "1"], 1, /no pool is named; .*--shards/],
            [
              ["shard", "forget", "part-09.npy", ...shards],
              1,
              /there is no part "part-09\.npy"; the parts are part-00\.npy/
            ],
            [["shard", "serve", "--pool", whole, "--listen", "0.0.0.0:1", ...shards], 1, /no address to listen at/]
          ] as const
        ) {
          const refused = yield* cli(args)
          assert.strictEqual(refused.code, code, refused.stderr)
          assert.match(refused.stderr, says)
          outputs.push(refused)
        }
        yield* Fiber.interrupt(serving)
        const forgotten = yield* cli(["shard", "forget", "part-00.npy", "part-01.npy", ...shards])
        assert.deepStrictEqual([forgotten.code, forgotten.stdout], [0, "part-00.npy\npart-01.npy"], forgotten.stderr)
        for (const { stderr, stdout } of outputs) {
          for (const secret of [password, encodeURIComponent(password)]) assert.notInclude(stdout + stderr, secret)
        }
      }),
    60_000
  )
})
