import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Progress } from "@marginalia/core/Progress"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Scope } from "effect/Scope"
import { createHash } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { tarGz, zip } from "../../test/archives.ts"
import { isic, tiny, tinyFiles } from "../../test/image-sets.ts"
import { folderOf } from "../../test/pictures.ts"
import { server } from "../../test/server.ts"
import { type KnownDataset, knownDatasets, type Published } from "../known.ts"
import { load } from "../load.ts"
import { download, planDownload } from "./download.ts"

const services = Layer.mergeAll(
  NodeServices.layer,
  NodeHttpClient.layerNodeHttp,
  ConfigProvider.layer(ConfigProvider.fromUnknown({ HOME: "/h" }))
)

const live = <E>(name: string, body: Effect.Effect<void, E, Layer.Success<typeof services> | Scope>) =>
  it.live(name, () => body.pipe(Effect.scoped, Effect.provide(services)))

const md5 = (bytes: Uint8Array) => `md5:${createHash("md5").update(bytes).digest("hex")}`

const record = (label: number) => Uint8Array.from([label, ...new Array<number>(3072).fill(label)])

/** CIFAR-10 with an image a file, in an archive as the authors pack it. */
const archive = tarGz([
  { name: "cifar-10-batches-bin/" },
  ...[1, 2, 3, 4, 5].map((n) => ({ name: `cifar-10-batches-bin/data_batch_${n}.bin`, bytes: record(n) })),
  { name: "cifar-10-batches-bin/test_batch.bin", bytes: record(9) },
  { name: "cifar-10-batches-bin/readme.html", bytes: "read me" }
])

const small = (published: ReadonlyArray<Published>): KnownDataset => {
  const cifar = knownDatasets.get("cifar-10")!
  const file = (name: string) => ({ names: [name] as const })
  const train = [file("data_batch_1.bin"), ...[2, 3, 4, 5].map((n) => file(`data_batch_${n}.bin`))] as const
  const splits = { train: { rows: 5, files: train }, test: { rows: 1, files: [file("test_batch.bin")] as const } }
  return { ...cifar, splits, published }
}

const quick = { pause: 1, retries: 1 }

const filesIn = (folder: string) => readdirSync(folder).sort()

describe("planDownload", () => {
  live(
    "goes below the folder given, or the user's",
    Effect.gen(function*() {
      const root = yield* folderOf({})
      const plan = yield* planDownload("cifar-10", { folder: root })
      assert.deepStrictEqual([plan.folder, plan.present, plan.dataset.name], [`${root}/cifar-10`, false, "cifar-10"])
      assert.strictEqual((yield* planDownload("cifar-10")).folder, "/h/.local/share/datasets/cifar-10")
      assert.match((yield* Effect.flip(planDownload("cifar"))).message, /no data set "cifar"/)
    })
  )

  live(
    "says where it has to be told",
    Effect.gen(function*() {
      const error = yield* Effect.flip(planDownload("cifar-10")).pipe(
        Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({})))
      )
      assert.match(error.message, /neither MARGINALIA_DATA nor HOME is set/)
    })
  )
})

describe("download", () => {
  live(
    "fetches an archive and unpacks it to where it is found",
    Effect.gen(function*() {
      const { asked, serve, url } = yield* server
      const root = yield* folderOf({}), [entry] = knownDatasets.get("cifar-10")!.published
      serve("/c.tar.gz", { bytes: archive, etag: "\"1\"" })
      const dataset = small([{ ...entry!, bytes: archive.length, checksum: md5(archive), urls: [`${url}/c.tar.gz`] }])
      const steps = new Set<string>()
      const plan = yield* planDownload(dataset, { folder: root })
      yield* download(plan, quick).pipe(
        Effect.provideService(Progress, {
          report: ({ step }) => Effect.sync(() => void steps.add(step.split("  ")[0]!))
        })
      )
      assert.deepStrictEqual(filesIn(`${root}/cifar-10`), [
        ...[1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`),
        "readme.html",
        "test_batch.bin"
      ])
      assert.deepStrictEqual([...steps], ["cifar-10-binary.tar.gz", "unpacking cifar-10-binary.tar.gz"])
      const { test, train } = yield* load(dataset, { folder: root })
      assert.deepStrictEqual([[...train.labels], [...test.labels]], [[1, 2, 3, 4, 5], [9]])
      const again = yield* planDownload(dataset, { folder: root })
      assert.deepStrictEqual([again.present, again.folder], [true, `${root}/cifar-10`])
      yield* download(again, quick)
      assert.strictEqual(asked.length, 1)
    })
  )

  live(
    "fetches TinyImageNet's zip, which loads then",
    Effect.gen(function*() {
      const { serve, url } = yield* server
      const root = yield* folderOf({})
      const entries = yield* Effect.promise(() =>
        Promise.all(
          Object.entries(tinyFiles).map(async ([name, bytes]) => ({
            name: `tiny-imagenet-200/${name}`,
            bytes: await bytes
          }))
        )
      )
      const packed = zip(entries)
      serve("/t.zip", { bytes: packed })
      const published = [{
        ...tiny.published[0]!,
        bytes: packed.length,
        checksum: md5(packed),
        urls: [`${url}/t.zip`] as const
      }]
      const dataset = { ...tiny, published }
      yield* download(yield* planDownload(dataset, { folder: root }), quick)
      assert.deepStrictEqual((yield* load(dataset, { folder: root })).classNames, ["goldfish", "bull frog"])
    })
  )

  live(
    "goes on with the file that is missing",
    Effect.gen(function*() {
      const { asked, serve, url } = yield* server
      const root = yield* folderOf({})
      const packed = zip([{ name: "ISIC_2019_Training_Input/a.jpg", bytes: "x" }])
      const [table, images] = isic.published
      const dataset = {
        ...isic,
        published: [{ ...table!, urls: [`${url}/csv`] as const }, { ...images!, urls: [`${url}/zip`] as const }]
      }
      serve("/csv", { bytes: new TextEncoder().encode("image,MEL\n") })
      const plan = yield* planDownload(dataset, { folder: root })
      assert.match((yield* Effect.flip(download(plan, quick))).message, /\/zip: there is nothing here any more/)
      assert.deepStrictEqual(filesIn(plan.folder), ["ISIC_2019_Training_GroundTruth.csv"])
      serve("/zip", { bytes: packed })
      yield* download(plan, quick)
      assert.deepStrictEqual(asked.map(({ path }) => path), ["/csv", "/zip", "/zip"])
      assert.deepStrictEqual(filesIn(plan.folder), ["ISIC_2019_Training_GroundTruth.csv", "ISIC_2019_Training_Input"])
    })
  )

  live(
    "keeps nothing of a corrupt archive but the archive, and adds to folders that are there",
    Effect.gen(function*() {
      const { serve, url } = yield* server
      const root = yield* folderOf({}), [table, images] = isic.published
      mkdirSync(`${root}/isic-2019/ISIC_2019_Training_Input`, { recursive: true })
      writeFileSync(`${root}/isic-2019/ISIC_2019_Training_Input/own.txt`, "mine")
      const dataset = {
        ...isic,
        published: [{ ...images!, urls: [`${url}/zip`] as const }, { ...table!, urls: [`${url}/csv`] as const }]
      }
      serve("/csv", { bytes: new Uint8Array(1) })
      const packed = zip([{ name: "ISIC_2019_Training_Input/a.jpg", bytes: "new" }])
      serve("/zip", { bytes: packed.subarray(0, 40) }, { bytes: packed })
      const plan = yield* planDownload(dataset, { folder: root })
      const error = yield* Effect.flip(download(plan, quick))
      assert.match(
        error.message,
        /ISIC_2019_Training_Input\.zip: the archive is corrupt .*; remove it and download it again/
      )
      assert.deepStrictEqual(filesIn(plan.folder), ["ISIC_2019_Training_Input", "ISIC_2019_Training_Input.zip"])
      writeFileSync(`${plan.folder}/ISIC_2019_Training_Input.zip`, packed)
      yield* download(plan, quick)
      assert.deepStrictEqual(filesIn(`${plan.folder}/ISIC_2019_Training_Input`), ["a.jpg", "own.txt"])
      assert.strictEqual(readFileSync(`${plan.folder}/ISIC_2019_Training_Input/a.jpg`, "utf8"), "new")
    })
  )

  live(
    "fetches a file again that is not the published one",
    Effect.gen(function*() {
      const { asked, serve, url } = yield* server
      const [bytes, wrong] = [Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 4)]
      const root = yield* folderOf({ "cifar-10/a": bytes, "cifar-10/b": wrong })
      serve("/a", { bytes })
      serve("/b", { bytes })
      const piece = (name: string): Published => ({ name, checksum: md5(bytes), urls: [`${url}/${name}`] })
      yield* Effect.flip(download(yield* planDownload(small([piece("a"), piece("b")]), { folder: root }), quick))
      assert.deepStrictEqual(asked.map(({ path }) => path), ["/b"])
      assert.deepStrictEqual(new Uint8Array(readFileSync(`${root}/cifar-10/b`)), bytes)
    })
  )

  live(
    "says what an archive does not hold",
    Effect.gen(function*() {
      const { serve, url } = yield* server
      const root = yield* folderOf({})
      serve("/c.tar.gz", { bytes: tarGz([{ name: "other/data_batch_1.bin", bytes: "x" }]) })
      const dataset = small([{ name: "c.tar.gz", urls: [`${url}/c.tar.gz`], strip: "cifar-10-batches-bin" }])
      const error = yield* Effect.flip(download(yield* planDownload(dataset, { folder: root }), quick))
      assert.match(
        error.message,
        /\/cifar-10: after the download the folder lacks data_batch_1\.bin, .*; the authors may have/
      )
    })
  )
})
