import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import { knownDatasets } from "./known.ts"
import { find, locate } from "./locate.ts"

/** A world of these paths and variables. */
const world = (paths: ReadonlyArray<string>, env: Record<string, string> = {}) =>
  Layer.mergeAll(
    FileSystem.layerNoop({
      exists: (path) => Effect.succeed(paths.some((p) => p === path || p.startsWith(`${path}/`)))
    }),
    Path.layer,
    ConfigProvider.layer(ConfigProvider.fromUnknown(env))
  )

const fashion = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"].map((n) =>
  `${n}-ubyte`
)
const inFolder = (folder: string, suffix = "") => fashion.map((name) => `${folder}/${name}${suffix}`)
const debian = inFolder("/usr/share/datasets/fashion-mnist", ".gz")

describe("locate", () => {
  it.effect("finds what Debian's package installs, packed", () =>
    Effect.gen(function*() {
      const { found, looked } = yield* locate("fashion-mnist")
      assert.deepStrictEqual(found?.files.map(({ path }) => path), debian)
      assert.deepStrictEqual([found?.because, looked.at(-1)], ["system", found])
      assert.deepStrictEqual(new Set(looked.slice(0, -1).map(({ problem }) => problem)), new Set(["no such folder"]))
    }).pipe(Effect.provide(world(debian))))

  it.effect("asks MARGINALIA_DATA first, then the user's folder, then the system's", () =>
    Effect.gen(function*() {
      const roots = ["/m/fashion-mnist", "/x/datasets/FashionMNIST/raw", "/usr/local/share/datasets/FashionMNIST"]
      const env = { MARGINALIA_DATA: "/m", XDG_DATA_HOME: "/x", HOME: "/h" }
      for (const [i, root] of roots.entries()) {
        const files = roots.slice(i).flatMap((root) => inFolder(root))
        const { found } = yield* Effect.provide(locate("fashion-mnist"), world([...files, ...debian], env))
        assert.strictEqual(found?.path, root)
      }
    }))

  it.effect("knows the user's folder from HOME, and takes an empty variable for none", () =>
    Effect.gen(function*() {
      const { looked } = yield* locate("svhn")
      assert.deepStrictEqual(looked.slice(0, 2).map(({ because, path }) => [path, because]), [
        ["/h/.local/share/datasets/svhn", "your data folder"],
        ["/h/.local/share/datasets/SVHN", "your data folder"]
      ])
    }).pipe(Effect.provide(world([], { HOME: "/h", MARGINALIA_DATA: "" }))))

  it.effect("looks nowhere else when a folder is given: in it, and below", () =>
    Effect.gen(function*() {
      const { found, looked } = yield* locate("fashion-mnist", { folder: "/d" })
      assert.strictEqual(found, undefined)
      assert.deepStrictEqual(looked.map(({ path }) => path), [
        "/d",
        "/d/fashion-mnist",
        "/d/FashionMNIST/raw",
        "/d/FashionMNIST"
      ])
      const here = yield* Effect.provide(locate("fashion-mnist", { folder: "/d" }), world(inFolder("/d")))
      assert.strictEqual(here.found?.path, "/d")
      const below = yield* Effect.provide(
        locate("fashion-mnist", { folder: "/d" }),
        world(inFolder("/d/fashion-mnist"))
      )
      assert.strictEqual(below.found?.path, "/d/fashion-mnist")
    }).pipe(Effect.provide(world(debian))))

  it.effect("says what a folder lacks, and takes other spellings of the names", () =>
    Effect.gen(function*() {
      const spelled = fashion.map((name) => `/d/${name.replace("-idx", ".idx")}`)
      const whole = yield* Effect.provide(locate("mnist", { folder: "/d" }), world(spelled))
      assert.deepStrictEqual(whole.found?.files.map(({ path }) => path), spelled)
      const part = yield* Effect.provide(locate("mnist", { folder: "/d" }), world(spelled.slice(0, 3)))
      assert.deepStrictEqual([part.found, part.looked[0]?.problem], [undefined, "lacks t10k-labels-idx1-ubyte"])
    }))

  it.effect("knows which names there are", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(locate("minst"))
      assert.match(error.message, /no data set "minst"; there are mnist, fashion-mnist, cifar-10, cifar-100, svhn/)
    }).pipe(Effect.provide(world([]))))
})

describe("find", () => {
  it.effect("gives the folder, or says where it looked and how to get the data set", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* find("fashion-mnist")).found.path, "/usr/share/datasets/fashion-mnist")
      const error = yield* Effect.flip(find("cifar-10"))
      assert.match(
        error.message,
        /^cifar-10 is not here; unpack cifar-10-binary\.tar\.gz .*MARGINALIA_DATA; or: `download\("cifar-10"\)`\nlooked in\n/
      )
      assert.include(error.message, "\n  /usr/share/datasets/cifar-10-batches-bin: no such folder")
      const own = yield* Effect.flip(find({ ...knownDatasets.get("svhn")!, name: "own" }))
      assert.notInclude(own.message, "download(")
    }).pipe(Effect.provide(world(debian))))
})
