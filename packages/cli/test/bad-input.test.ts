import { assert, describe, it } from "@effect/vitest"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { folder, points, pool, poolCsv, type Put } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

interface Case {
  readonly name: string
  /** Exit code; 1 by default. */
  readonly code?: number
  /** The arguments after `select`, from files that it puts there. */
  readonly args: (put: Put, path: string) => ReadonlyArray<string>
  /** Each stands in the message. */
  readonly says: ReadonlyArray<string>
}

const with_ = (row: number, value: number): Float32Array => {
  const data = points()
  data[row * 2 + 1] = value
  return data
}

const ask = (file: string, ...more: ReadonlyArray<string>) => [file, "-s", "random", "-b", "2", ...more]

const csvWith = (...lines: ReadonlyArray<string>) => ["id,x,y", "a,1,2", ...lines, ""].join("\n")

const labels = (...lines: ReadonlyArray<string>) => ["id,label", ...lines, ""].join("\n")

const column = (rows: number, cols: number): Uint8Array =>
  encodeNpy(new Float32Array(rows * cols).fill(1 / cols), [rows, cols])

const files: ReadonlyArray<Case> = [
  {
    name: "a truncated npy",
    args: (put) => ask(put("p.npy", pool().slice(0, -8))),
    says: ["p.npy: ", "240 bytes", "232"]
  },
  {
    name: "an npy of a type that holds no numbers",
    args: (put) => ask(put("p.npy", new TextDecoder("latin1").decode(pool()).replace("<f4", "<U4"))),
    says: ["p.npy: "]
  },
  {
    name: "a csv with a short row",
    args: (put) => ask(put("p.csv", csvWith("b,1"))),
    says: ["p.csv: row 1 (line 3) has 2 cells and the header 3"]
  },
  {
    name: "NaN in an npy, with row and column",
    args: (put) => ask(put("p.npy", encodeNpy(with_(4, Number.NaN), [30, 2]))),
    says: ["p.npy: ", "NaN", "row 4, column 1"]
  },
  {
    name: "Infinity in an npy, with row and column",
    args: (put) => ask(put("p.npy", encodeNpy(with_(7, -Infinity), [30, 2]))),
    says: ["p.npy: ", "-Infinity", "row 7, column 1"]
  },
  {
    name: "NaN in a csv, with row and column",
    args: (put) => ask(put("p.csv", csvWith("b,nan,3"))),
    says: ["p.csv: row 1 (line 3), column \"x\""]
  },
  {
    name: "an id that comes twice",
    args: (put) => ask(put("p.csv", csvWith("b,1,2", "a,3,4"))),
    says: ["p.csv: ", "\"a\"", "0 and 2"]
  },
  {
    name: "a value beyond float32",
    args: (put) => ask(put("p.npy", encodeNpy(Float64Array.of(1e39, 1), [2, 1]))),
    says: ["p.npy: ", "1e+39"]
  },
  {
    name: "a pool that is not there",
    code: 2,
    args: (_, path) => ask(join(path, "none.npy")),
    says: ["none.npy: no such file or folder"]
  },
  {
    name: "an --id-column that is not there",
    args: (put) => ask(put("p.csv", poolCsv()), "--id-column", "key"),
    says: ["p.csv: there is no column \"key\""]
  },
  {
    name: "labels for an id that is not in the pool",
    args: (put) => ask(put("p.csv", poolCsv()), "-l", put("l.csv", labels("item-1,a", "item-99,b"))),
    says: ["l.csv: ", "\"item-99\"", "not in the pool"]
  },
  {
    name: "an id that is labeled twice",
    args: (put) => ask(put("p.csv", poolCsv()), "-l", put("l.csv", labels("item-1,a", "item-1,a"))),
    says: ["l.csv: the id \"item-1\" is labeled on line 2 and again on line 3"]
  },
  {
    name: "a column of another height",
    args: (put) => ask(put("p.npy", pool()), "-c", `probability=${put("c.npy", column(29, 2))}`),
    says: ["c.npy: the column has 29 rows and the pool has 30 items"]
  },
  {
    name: "probabilities that do not sum to one",
    args: (put) => ask(put("p.npy", pool()), "-c", `probability=${put("c.npy", pool())}`),
    says: ["c.npy: ", "row 0"]
  }
]

const questions: ReadonlyArray<Case> = [
  {
    name: "a budget of 0",
    args: (put) => [put("p.npy", pool()), "-s", "random", "-b", "0"],
    says: ["--budget is 0; it takes a whole number from 1 to 1,000,000,000"]
  },
  {
    name: "a budget above the unlabeled items",
    args: (put) => [put("p.npy", pool()), "-s", "random", "-b", "31"],
    says: ["budget 31 is more than the 30 unlabeled items; lower it or pass --clamp"]
  },
  {
    name: "an unknown strategy",
    args: (put) => [put("p.npy", pool()), "-s", "supclst", "-b", "2"],
    says: ["there is no strategy or selector \"supclst\". Did you mean \"supclust\"?"]
  },
  {
    name: "an unknown option of a strategy",
    args: (put) => [put("p.npy", pool()), "-s", "supclust", "-b", "2", "--set", "temprature=1"],
    says: ["supclust has no option \"temprature\". Did you mean \"temperature\"?"]
  },
  {
    name: "a value that an option does not take",
    args: (put) => [put("p.npy", pool()), "-s", "supclust", "-b", "2", "--set", "temperature=-1"],
    says: ["temperature takes", "not -1"]
  },
  {
    name: "--set on a pipeline",
    args: (put) => ask(put("p.npy", pool()), "-s", "top(uniform)", "--set", "ties=seeded").toSpliced(1, 2),
    says: ["--set changes the options of a named strategy, not of \"top(uniform)\""]
  },
  {
    name: "--set without a value",
    args: (put) => ask(put("p.npy", pool()), "--set", "temperature"),
    says: ["--set takes name=value, not \"temperature\""]
  },
  {
    name: "a pipeline that cannot be read, pointing at the column",
    args: (put) => [put("p.npy", pool()), "-s", "normalize | kmean | top(uniform)", "-b", "2"],
    says: ["column 13: there is no stage \"kmean\". Did you mean \"kmeans\"?", `\n  ${" ".repeat(12)}^`]
  },
  {
    name: "an unknown flag",
    args: (put) => [put("p.npy", pool()), "-s", "random", "--budgt", "2"],
    says: ["--budgt", "--budget", "See marginalia select --help."]
  },
  {
    name: "a missing flag",
    args: (put) => [put("p.npy", pool()), "-s", "random"],
    says: ["--budget"]
  },
  {
    name: "a column that the strategy needs and nobody gives",
    args: (put) => [put("p.npy", pool()), "-s", "k-center(space=feature)", "-b", "2"],
    says: ["k-center(space=feature) needs the column \"feature\"", "--column feature=FILE"]
  },
  {
    name: "a column that nobody knows, with the nearest name",
    args: (put) => ask(put("p.npy", pool()), "-c", `probabilty=${put("c.npy", column(30, 2))}`),
    says: ["there is no column \"probabilty\"", "Did you mean \"probability\"?"]
  },
  {
    name: "an embedding beside the pool",
    args: (put) => ask(put("p.npy", pool()), "-c", `embedding=${put("c.npy", pool())}`),
    says: ["the pool itself is the embedding"]
  },
  {
    name: "a label outside --classes",
    args: (put) => ask(put("p.csv", poolCsv()), "-l", put("l.csv", labels("item-1,c")), "--classes", "a,b"),
    says: ["the label \"c\" is not among the --classes (a, b)"]
  },
  {
    name: "more classes than probability has columns",
    args: (put) =>
      ask(
        put("p.csv", poolCsv()),
        "-l",
        put("l.csv", labels("item-1,a", "item-2,b", "item-3,c")),
        "-c",
        `probability=${put("c.npy", column(30, 2))}`
      ),
    says: ["the labels name 3 classes (a, b, c) and probability has 2 columns", "--classes"]
  },
  {
    name: "two inputs from the standard input",
    args: () => ask("-", "-l", "-"),
    says: ["two inputs are -"]
  },
  {
    name: "no threads",
    args: (put) => ask(put("p.npy", pool()), "--threads", "0"),
    says: ["--threads is 0; it takes a whole number from 1"]
  },
  {
    name: "picks and manifest in one file",
    args: (put, path) => ask(put("p.npy", pool()), "-o", join(path, "x"), "-m", join(path, "x")),
    says: ["--out and --manifest name the same file"]
  },
  {
    name: "an output in a folder that is not there",
    code: 2,
    args: (put, path) => ask(put("p.npy", pool()), "-o", join(path, "none", "x.csv")),
    says: ["x.csv: no such file or folder"]
  }
]

const check = ({ args, code = 1, says }: Case) =>
  Effect.gen(function*() {
    const { path, put } = yield* folder
    const result = yield* cli(["select", ...args(put, path)])
    assert.strictEqual(result.stdout, "", "nothing on stdout")
    for (const text of says) assert.include(result.stderr, text)
    assert.notMatch(result.stderr, /\n\s+at |Error:/, "no stack trace")
    assert.strictEqual(result.code, code, result.stderr)
  })

describe("select refuses in a sentence", () => {
  for (const one of [...files, ...questions]) it.effect(one.name, () => check(one))
})
