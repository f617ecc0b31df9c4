import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { runs } from "../../../core/test/runs.ts"
import { folderOf } from "../../test/pictures.ts"
import { type Behavior, server } from "../../test/server.ts"
import { attempt } from "./transfer.ts"

/** Two versions of a file, of different lengths, that have much in common. */
const versions = [0, 1].map((version) =>
  Uint8Array.from({ length: 3000 + 500 * version }, (_, i) => i % 251 ^ (i % 7 === 0 ? version : 0))
)

const md5 = (bytes: Uint8Array) => `md5:${createHash("md5").update(bytes).digest("hex")}`

/** What a server may do at one request: of which version, with which mark of it, and what goes wrong. */
const behavior: fc.Arbitrary<Behavior> = fc.record({
  version: fc.constantFrom(0, 0, 0, 1),
  mark: fc.constantFrom("etag", "weak", "date", "none"),
  trouble: fc.constantFrom<Behavior>({}, { cut: 0 }, { cut: 700 }, { whole: true }, { limit: 400 }, { chunked: true }, {
    status: 503
  })
}).map(({ mark, trouble, version }) => ({
  bytes: versions[version]!,
  ...(mark === "etag" ? { etag: `"${version}"` } : {}),
  ...(mark === "weak" ? { etag: `W/"${version}"` } : {}),
  ...(mark === "date" ? { lastModified: `Sat, 0${version + 1} Jan 2022 00:00:00 GMT` } : {}),
  ...trouble
}))

describe("attempt", () => {
  test.prop([fc.array(behavior, { maxLength: 6 }), fc.boolean()], { numRuns: runs(40) })(
    "never gives a file its name unless it is one whole version, and the published one where that is known",
    async (behaviors, published) => {
      const run = Effect.gen(function*() {
        const { serve, url } = yield* server
        const folder = yield* folderOf({}), path = `${folder}/x`
        serve("/x", ...behaviors, { bytes: versions[0]!, etag: "\"0\"" })
        const task = {
          url: `${url}/x`,
          path,
          name: "x",
          patience: 5000,
          ...(published ? { checksum: md5(versions[0]!) } : {})
        }
        for (let tries = 0; tries < 12 && !existsSync(path); tries++) {
          yield* Effect.ignore(attempt(task))
          if (!existsSync(path)) assert.notInclude(readdirSync(folder), "x")
        }
        const found = new Uint8Array(readFileSync(path))
        const right = published ? [versions[0]!] : versions
        assert.isTrue(right.some((version) => Buffer.compare(version, found) === 0))
        assert.deepStrictEqual(readdirSync(folder), ["x"])
      })
      await Effect.runPromise(
        run.pipe(Effect.scoped, Effect.provide([NodeServices.layer, NodeHttpClient.layerNodeHttp]))
      )
    }
  )
})
