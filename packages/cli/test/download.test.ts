import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { existsSync, readdirSync, statSync } from "node:fs"
import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { command } from "../../../scripts/command.ts"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

/** A server on this machine that ends with the scope; gives its address. */
const serving = (listener: RequestListener) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.callback<ReturnType<typeof createServer>>((resume) => {
        const server = createServer(listener).listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
      }),
      (server) =>
        Effect.sync(() => {
          server.closeAllConnections()
          server.close()
        })
    ),
    (server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  )

/** An empty zip archive: its end record, and nothing before it. */
const emptyZip = Buffer.from([0x50, 0x4b, 5, 6, ...new Array<number>(18).fill(0)])

const from = (mirror: string) =>
  Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ MARGINALIA_MIRROR: mirror })))

describe("marginalia data --download", () => {
  it.live("fetches the files, says on which terms, and gives the folder; then finds them", () =>
    Effect.gen(function*() {
      const asked: Array<string> = []
      const mirror = yield* serving(({ url = "" }, response) => {
        asked.push(url)
        response.end(url.endsWith(".zip") ? emptyZip : "image,MEL\n")
      })
      const { path, put } = yield* folder
      put("keep", "")
      const first = yield* cli(["data", "isic-2019", "--download", "--folder", path]).pipe(from(mirror))
      // The archive is empty, so that the images are missing after it.
      assert.deepStrictEqual([first.code, first.stdout], [2, ""])
      assert.match(first.stderr, /^isic-2019: Creative Commons Attribution-NonCommercial 4\.0; /)
      assert.match(first.stderr, /\nfrom 127\.0\.0\.1:\d+, into \S+\/isic-2019\n/)
      assert.match(
        first.stderr,
        /after the download the folder lacks ISIC_2019_Training_Input; the authors may have packed/
      )
      assert.deepStrictEqual(asked, [
        "/isic-2019/ISIC_2019_Training_GroundTruth.csv",
        "/isic-2019/ISIC_2019_Training_Input.zip"
      ])
      assert.deepStrictEqual(readdirSync(path).sort(), ["isic-2019", "keep"])
      for (const name of ["train_32x32.mat", "test_32x32.mat"]) put(name, "")
      const here = yield* cli(["data", "svhn", "--download", "--folder", path])
      assert.deepStrictEqual([here.code, here.stdout, here.stderr.slice(0, 33)], [
        0,
        path,
        "svhn is here already; --check ver"
      ])
    }))

  it.live("exits with 2 where the server says no", () =>
    Effect.gen(function*() {
      const mirror = yield* serving((_, response) => void response.writeHead(404).end())
      const { path } = yield* folder
      const { code, stderr } = yield* cli(["data", "svhn", "--download", "--folder", path]).pipe(from(mirror))
      assert.strictEqual(code, 2)
      assert.match(stderr, /\/svhn\/train_32x32\.mat: there is nothing here any more \(status 404\)/)
    }))

  it.effect("wants a name", () =>
    Effect.gen(function*() {
      const { code, stderr } = yield* cli(["data", "--download"])
      assert.deepStrictEqual([code, stderr], [1, "marginalia: --download is given without a data set; name one"])
    }))

  it.live("interrupted, keeps what came and says how to go on", () =>
    Effect.gen(function*() {
      const mirror = yield* serving((_, response) => {
        response.writeHead(200, { "content-length": "182040794", etag: "\"1\"" }).write(new Uint8Array(5000))
      })
      const { path } = yield* folder
      const part = `${path}/svhn/train_32x32.mat.part`
      const words = yield* Effect.promise(() => command(["data", "svhn", "--download", "--folder", path]))
      const ended = yield* Effect.callback<readonly [code: number | null, stderr: string]>((resume) => {
        const env = { ...process.env, MARGINALIA_MIRROR: mirror }
        const child = spawn(process.execPath, words, { env })
        let stderr = ""
        child.stderr.on("data", (data) => stderr += data)
        const wait = setInterval(() => {
          if (!existsSync(part) || statSync(part).size < 5000) return
          clearInterval(wait)
          child.kill("SIGINT")
        }, 20)
        child.on("close", (code) => resume(Effect.succeed([code, stderr])))
      })
      assert.strictEqual(ended[0], 130, ended[1])
      assert.include(ended[1], "interrupted; what came is kept, and the same command goes on from there")
      assert.deepStrictEqual([statSync(part).size, readdirSync(`${path}/svhn`).sort()], [
        5000,
        ["train_32x32.mat.part", "train_32x32.mat.part.json"]
      ])
    }), 30_000)
})
