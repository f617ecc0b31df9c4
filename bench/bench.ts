/**
 * How fast each strategy is beside what one would use instead, and how near to what this machine can do:
 * `npm run bench [-- --quick] [--only kcenter,probcover] [--threads 1] [--runs 3] [--python PATH] [--keep] [--write]`, or `-- --memory` for the memory of every strategy alone.
 *
 * Both sides run in processes of their own, in turns, with as many threads, and with no variable set that tunes a
 * library. Prints a table of ratios, ours through theirs: medians over the runs. `--quick` takes small sizes and one run.
 * Compared with `bench/baseline.json`: exits with 1, and names it, where a ratio is a fifth worse; `--keep` writes it. `--write` writes
 * docs/performance.md with its plots. A peer whose packages the Python lacks is left out, and said.
 */
import { hugePages } from "@marginalia/experiments/engine/huge-pages"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { keepBaseline, readBaseline, regressions } from "./suite/baseline.ts"
import { ceilingHere } from "./suite/ceiling.ts"
import { curves } from "./suite/curves.ts"
import { writePage } from "./suite/page.ts"
import { peaks, peaksLeft, peaksTable } from "./suite/peaks.ts"
import { type Outcome, outcomeOf } from "./suite/ratio.ts"
import { roofline } from "./suite/roofline.ts"
import { type Row, rows } from "./suite/rows.ts"
import { lacking, measure, type Python, pythonAt } from "./suite/sides.ts"
import { textTable, timeOf } from "./suite/table.ts"

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    threads: { type: "string", default: String(Math.min(2, availableParallelism())) },
    runs: { type: "string" },
    python: { type: "string", default: process.env["MARGINALIA_PYTHON"] ?? "python3" },
    keep: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    memory: { type: "boolean", default: false }
  }
})
const { quick } = values, threads = Number(values.threads), runs = Number(values.runs ?? (quick ? 1 : 3))

const chosen = (): ReadonlyArray<Row> => {
  const names = values.only?.split(",") ?? rows.map(({ name }) => name)
  const unknown = names.find((name) => !rows.some((row) => row.name === name))
  if (unknown !== undefined) {
    throw new Error(`there is no "${unknown}"; there is ${rows.map(({ name }) => name).join(", ")}`)
  }
  return rows.filter(({ name, quick: size }) => names.includes(name) && (!quick || size !== undefined))
}

const say = (row: Row, python: Python | undefined, { facts, ratio, seconds, theirs }: Outcome): void => {
  const missing = lacking(row, python)
  const other = theirs === undefined ? `the peer lacks ${missing.join(", ")}` : `${row.peer} ${timeOf(theirs.seconds)}`
  const more = [...(ratio === undefined ? [] : [`ratio ${ratio.toFixed(3)}`]), ...(facts === "" ? [] : [facts])]
  console.error(`${row.name}: ours ${timeOf(seconds)}; ${[other, ...more].join("; ")}`)
}

const main = async (): Promise<number> => {
  if (values.memory) {
    const taken = peaks(threads)
    console.log([...peaksTable(taken), "", ...peaksLeft(taken).map((line) => `not measured: ${line}`)].join("\n"))
    return 0
  }
  if (quick && values.write) throw new Error("the page is written from whole sizes: leave out --quick, or --write")
  const wanted = chosen(), packages = [...new Set(rows.flatMap(({ needs }) => needs))]
  const python = pythonAt(values.python, packages, threads)
  const ceiling = await ceilingHere()
  const outcomes = wanted.map((row) => {
    const outcome = outcomeOf(measure(row, quick ? row.quick! : row.size, { python, runs, threads }))
    say(row, python, outcome)
    return outcome
  })
  const key = `${quick ? "quick" : "full"}-${threads}`
  const machine = {
    threads,
    runs,
    node: process.versions.node,
    ceiling,
    pages: hugePages() ?? "not told",
    python: python === undefined ? "no Python" : `Python ${python.version}, ${python.multiplies}`,
    packages: [...python?.packages ?? []].map(([name, version]) => `${name} ${version}`)
  }
  console.log(textTable(outcomes, quick).join("\n"))
  console.log(["", ...roofline(outcomes, machine, quick), ""].join("\n"))
  console.log(
    `Node ${machine.node}; ${machine.python}; ${
      machine.packages.join(", ")
    }; ${threads} threads; huge pages: ${machine.pages}`
  )
  if (values.write) writePage(outcomes, machine, curves({ python, threads }), peaks(threads))
  const worse = regressions(outcomes, readBaseline()[key])
  for (const line of worse) console.error(`worse than ${key} of bench/baseline.json: ${line}`)
  if (values.keep) keepBaseline(key, outcomes)
  return worse.length === 0 || values.keep ? 0 : 1
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message)
  return 1
})
