import { assert, describe, it } from "@effect/vitest"
import { parseNpy } from "@marginalia/datasets/files/npy"
import { npyToMatrix, npyToPasses } from "@marginalia/datasets/files/npy-values"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder, poolCsv } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

const bytesIn = (path: string) => new Uint8Array(readFileSync(path))
const matrixIn = (path: string) => npyToMatrix(parseNpy(bytesIn(path)))

/** Labels for the three spots of the test's pool. */
const labels = ["id,label", ...Array.from({ length: 15 }, (_, i) => `item-${i},${"abc"[i % 3]!}`), ""].join("\n")

const cpu = ["--backend", "cpu"]

describe("marginalia train and predict", () => {
  it.live("go round: train, predict, select by what was predicted", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, model = join(path, "model"), out = join(path, "p")
      const pool = put("pool.csv", poolCsv()), labeled = put("labels.csv", labels)
      const network = ["--network", "mlp(8, dropout=0.5)", "--head", "max-separation", "--set", "rate=0.02"]
      const trained = yield* cli([
        "train",
        pool,
        "-l",
        labeled,
        ...network,
        "--epochs",
        "60",
        "--folds",
        "0",
        "--out",
        model,
        ...cpu
      ])
      assert.strictEqual(trained.code, 0, trained.stderr)
      assert.match(trained.stderr, /epoch 60\/60, loss [^]*trained on 15 items in .*, 3 classes$/m)
      const about = JSON.parse(readFileSync(join(model, "training.json"), "utf8")) as {
        readonly [key: string]: unknown
      }
      assert.deepInclude(about, { classNames: ["a", "b", "c"], backend: "cpu", seed: 0 })
      const columns = "gradient,passes,projection"
      const predicted = yield* cli([
        ...["predict", pool, "--model", model, "--columns", columns, "--passes", "4", "--out", out],
        ...cpu
      ])
      assert.strictEqual(predicted.code, 0, predicted.stderr)
      const probability = matrixIn(`${out}.probability.npy`)
      assert.deepStrictEqual([probability.rows, probability.cols], [30, 3])
      assert.deepStrictEqual([matrixIn(`${out}.feature.npy`).cols, matrixIn(`${out}.projection.npy`).cols], [8, 2])
      assert.strictEqual(npyToPasses(parseNpy(bytesIn(`${out}.passes.npy`))).length, 4)
      const rows = readFileSync(`${out}.predicted.csv`, "utf8").trimEnd().split("\n")
      assert.strictEqual(rows[0], "id,label,probability")
      const right = rows.slice(1).filter((row, i) => row.startsWith(`item-${i},${"abc"[i % 3]!},`))
      assert.strictEqual(right.length, 30)
      for (const strategy of ["margin", "msal", "badge", "margin-dropout"]) {
        const given = ["probability", "feature", "projection", "passes"].flatMap((name) => [
          "--column",
          `${name}=${out}.${name}.npy`
        ])
        const question = ["select", pool, "-s", strategy, "-b", "3", "-l", labeled, "--format", "ids", ...given]
        const { code, stderr, stdout } = yield* cli(question)
        assert.strictEqual(code, 0, `${strategy}: ${stderr}`)
        assert.match(stdout, /^item-\d+\nitem-\d+\nitem-\d+$/)
      }
      const guesses = ["train", pool, "-l", `${out}.predicted.csv`, "--epochs", "1", "-o", model, ...cpu]
      const refused = yield* cli(guesses)
      assert.strictEqual(refused.code, 1)
      assert.match(refused.stderr, /p\.predicted\.csv: these seem to be a model's predictions and not labels/)
      const trusted = yield* cli([...guesses, "--trust-predictions"])
      assert.strictEqual(trusted.code, 0, trusted.stderr)
      assert.deepStrictEqual(readdirSync(path).filter((name) => name.startsWith(".")), [])
    }), 30_000)

  it.live(
    "the names of the classes travel with the columns, and another order is refused",
    () =>
      Effect.gen(function*() {
        const { path, put } = yield* folder, model = join(path, "model"), out = join(path, "p")
        const pool = put("pool.csv", poolCsv()), labeled = put("labels.csv", labels)
        const train = ["train", pool, "-l", labeled, "--classes", "c,a,b", "--epochs", "1", "-o", model, ...cpu]
        assert.strictEqual((yield* cli(train)).code, 0)
        yield* cli(["predict", pool, "--model", model, "--columns", "probability,feature", "--out", out, ...cpu])
        assert.deepInclude(JSON.parse(readFileSync(`${out}.probability.json`, "utf8")) as object, {
          marginaliaColumn: 1,
          column: "probability",
          classes: ["c", "a", "b"],
          shape: [30, 3]
        })
        assert.isFalse(existsSync(`${out}.feature.json`))
        const select = (...more: ReadonlyArray<string>) =>
          cli([
            "select",
            pool,
            "-s",
            "margin",
            "-b",
            "2",
            "-f",
            "json",
            "--column",
            `probability=${out}.probability.npy`,
            ...more
          ])
        const classes = Effect.fnUntraced(function*(...more: ReadonlyArray<string>) {
          const { code, stderr, stdout } = yield* select(...more)
          assert.strictEqual(code, 0, stderr)
          return (JSON.parse(stdout) as { readonly manifest: { readonly classes: unknown } }).manifest.classes
        })
        assert.deepStrictEqual(yield* classes("-l", labeled), ["c", "a", "b"])
        assert.deepStrictEqual(yield* classes("-l", put("few.csv", "id,label\nitem-0,a\n")), ["c", "a", "b"])
        assert.match(
          (yield* select("--classes", "a,b,c")).stderr,
          /--classes \(a, b, c\) and classes of \S*p\.probability\.json \(c, a, b\) are not the same classes in the same order/
        )
        put("p.probability.npy", encodeNpy(new Float32Array(90).fill(1 / 3), [30, 3]))
        assert.match((yield* select()).stderr, /p\.probability\.json: this describes another array/)
      }),
    30_000
  )

  it.live("train is the same for the same seed, and another for another", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, pool = put("pool.csv", poolCsv()), labeled = put("labels.csv", labels)
      const weights = Effect.fnUntraced(function*(seed: string, name: string) {
        const model = join(path, name)
        yield* cli(["train", pool, "-l", labeled, "--epochs", "2", "--seed", seed, "-o", model, "-q", ...cpu])
        return Buffer.from(bytesIn(join(model, "weights.bin"))).toString("hex")
      })
      const one = yield* weights("0", "one")
      assert.strictEqual(yield* weights("0", "same"), one)
      assert.notStrictEqual(yield* weights("1", "other"), one)
    }), 30_000)

  it.live("says what a training would cost, and writes nothing", () =>
    Effect.gen(function*() {
      const { code, stderr, stdout } = yield* cli([
        "train",
        "digits",
        "-n",
        "mlp(32)",
        "--dry-run",
        "--backend",
        "wasm"
      ])
      assert.strictEqual(code, 0, stderr)
      assert.match(stdout, /^items +1797 of 8 × 8 × 1, 10 classes$/m)
      assert.match(stdout, /^parameters +2410$/m)
      assert.match(stdout, /^an item +4\.74 kFLOP forward$/m)
      assert.match(stdout, /^measured +\S+ items\/s, .*FLOP\/s on wasm$/m)
      assert.match(stdout, /^time +about /m)
    }), 30_000)

  it.live("an interrupted training leaves nothing behind, and what was there stays", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, model = join(path, "model")
      const pool = put("pool.csv", poolCsv()), labeled = put("labels.csv", labels)
      const train = (epochs: string) => cli(["train", pool, "-l", labeled, "--epochs", epochs, "-o", model, ...cpu])
      yield* train("1")
      const before = bytesIn(join(model, "weights.bin"))
      const fiber = yield* Effect.forkChild(train("1000000"))
      yield* Effect.sleep("300 millis")
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(bytesIn(join(model, "weights.bin")), before)
      assert.deepStrictEqual(readdirSync(path).sort(), ["labels.csv", "model", "pool.csv"])
    }), 30_000)

  it.live("train refuses what makes no sense before it trains", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, out = join(path, "model")
      const pool = put("pool.csv", poolCsv()), labeled = put("labels.csv", labels)
      const stranger = put("stranger.csv", "id,label\nitem-0,a\nitem-99,b\n")
      const lonely = put("lonely.csv", "id,label\nitem-0,a\nitem-1,a\n")
      const full = join(path, "full")
      mkdirSync(full)
      writeFileSync(join(full, "thesis.txt"), "")
      const cases: ReadonlyArray<readonly [ReadonlyArray<string>, number, RegExp]> = [
        [[pool, "-o", out], 1, /comes without labels; give them: --labels/],
        [
          [pool, "-l", stranger, "-o", out],
          1,
          /the id "item-99" is not in .*its ids are "item-0", "item-1", "item-2", …/
        ],
        [[pool, "-l", lonely, "-o", out], 1, /only the class a/],
        [[pool, "-l", labeled, "--classes", "a,b", "-o", out], 1, /label "c" is not among the --classes/],
        [[pool, "-l", join(path, "no.csv"), "-o", out], 2, /no such file/],
        [[pool, "-l", labeled], 1, /--out is missing/],
        [[pool, "-l", labeled, "-o", full], 2, /holds thesis\.txt, which is no part of a model/],
        [[pool, "-l", labeled, "-o", join(path, "a", "b")], 2, /the folder above it is not there/],
        [[pool, "-l", labeled, "-o", labeled], 1, /would replace the labels/],
        [[pool, "-l", labeled, "-o", stranger], 2, /this is a file/],
        [[pool, "-l", labeled, "-o", out, "-n", "resnet18"], 1, /a ResNet takes images, not vectors/],
        [[pool, "-l", labeled, "-o", out, "-n", "resnet"], 1, /there is no network "resnet"/],
        [[pool, "-l", labeled, "-o", out, "--recipe", "adam"], 1, /there is no recipe "adam"/],
        [[pool, "-l", labeled, "-o", out, "--epochs", "2", "--set", "epochs=3"], 1, /--epochs and --set epochs/],
        [[pool, "-l", labeled, "-o", out, "--epochs", "0"], 1, /--epochs is 0/],
        [[pool, "-l", labeled, "-o", out, "--set", "rate=1e300"], 1, /the loss is .* lower the learning rate/],
        [["digits", "-l", put("words.csv", "id,label\n0,zero\n"), "-o", out], 1, /"zero" is no class of the data set/]
      ]
      for (const [args, code, message] of cases) {
        const result = yield* cli(["train", ...args, ...cpu])
        assert.match(result.stderr, message)
        assert.strictEqual(result.code, code, args.join(" "))
      }
      assert.isFalse(existsSync(out))
    }), 60_000)

  it.live("predict refuses what makes no sense, and writes nothing then", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, model = join(path, "model"), out = join(path, "out")
      const pool = put("pool.csv", poolCsv()), labeled = put("labels.csv", labels)
      yield* cli(["train", pool, "-l", labeled, "--epochs", "1", "-o", model, ...cpu])
      const broken = join(path, "broken")
      mkdirSync(broken)
      for (const name of readdirSync(model)) writeFileSync(join(broken, name), bytesIn(join(model, name)))
      writeFileSync(join(broken, "weights.bin"), new Uint8Array(bytesIn(join(model, "weights.bin")).length))
      const cases: ReadonlyArray<readonly [ReadonlyArray<string>, number, RegExp]> = [
        [["--columns", "probabilty"], 1, /Did you mean "probability"/],
        [["--columns", "projection"], 1, /learned head and no projection/],
        [["--columns", "probability,passes"], 1, /passes take a network with dropout/],
        [["--passes", "3"], 1, /--passes is given without the column passes/],
        [["--model", broken], 1, /weights\.bin: sha256 .* the file was changed/],
        [["--model", path], 2, /there is no model here/]
      ]
      const before = readdirSync(path)
      for (const [args, code, message] of cases) {
        const which = args.includes("--model") ? [] : ["--model", model]
        const result = yield* cli(["predict", pool, ...which, ...args, "--out", out, ...cpu])
        assert.match(result.stderr, message)
        assert.strictEqual(result.code, code, args.join(" "))
      }
      const other = yield* cli(["predict", "digits", "--model", model, "--out", out, ...cpu])
      assert.match(other.stderr, /the model takes items of 2 numbers, and these have 8 × 8 × 1/)
      assert.deepStrictEqual(readdirSync(path), before)
    }), 60_000)
})
