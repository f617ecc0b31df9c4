/** docs/performance.md, written from what was measured. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Curve } from "./curves.ts"
import { peaksLeft, peaksTable, SIZE, type Taken } from "./peaks.ts"
import { curvePlot, rooflinePlot } from "./plots.ts"
import type { Outcome } from "./ratio.ts"
import { type Machine, nearOf, roofline } from "./roofline.ts"
import { rows } from "./rows.ts"
import { pageTable } from "./table.ts"

const docs = fileURLToPath(new URL("../../docs/", import.meta.url))

const gapOf = ({ name, ratio = 0 }: Outcome): number => {
  const { kind, wanted } = rows.find((row) => row.name === name)!
  return kind === "time" ? ratio / wanted : wanted / ratio
}

/** The rows that are furthest from what is wanted, with the reason. */
const gaps = (outcomes: ReadonlyArray<Outcome>): ReadonlyArray<string> =>
  outcomes.filter(({ held }) => held === false).toSorted((a, b) => gapOf(b) - gapOf(a)).slice(0, 3).map((outcome) => {
    const { kind, wanted, what, why } = rows.find((row) => row.name === outcome.name)!
    return `- **${what}**: ${outcome.ratio!.toFixed(2)} where ${
      kind === "time" ? "at most" : "at least"
    } ${wanted} is wanted. ${why[0]!.toUpperCase()}${why.slice(1)}.`
  })

/** The memory of every strategy. */
const memory = (taken: ReadonlyArray<Taken>, threads: number): ReadonlyArray<string> => {
  const left = peaksLeft(taken)
  if (taken.length === 0) return []
  return [
    "## Memory",
    "",
    `Of each strategy by its name alone, 100 picks of ${
      SIZE.rows.toLocaleString("en")
    } items, ${SIZE.cols} numbers each, in 10 classes, 100 of them labeled, on ${threads} threads: the`,
    "most that the process holds while it selects, beside Node, the library and the columns that it was given. Some 20 MB of it are the thread beside the calling one.",
    "`npm run bench -- --memory` measures this alone.",
    "",
    ...peaksTable(taken),
    "",
    ...(left.length === 0 ? [] : [`Not measured: ${left.join("; ")}.`, ""])
  ]
}

const text = (
  outcomes: ReadonlyArray<Outcome>,
  machine: Machine,
  drawn: ReadonlyArray<Curve>,
  taken: ReadonlyArray<Taken>
): string => {
  const far = gaps(outcomes)
  return [
    "<!-- Written by `npm run bench -- --write` from what it measured; change bench/suite/page.ts. -->",
    "",
    "# How fast it is",
    "",
    "`npm run bench` measures this on your machine: each task beside what one would use instead in Python, each side in a process of",
    "its own, in turns, with as many threads, and with no variable set that tunes a library of linear algebra (one that suits another",
    "machine can halve its speed). Ratios are ours through theirs, so that a time below 1 is faster here; medians of the runs, with the",
    "least and the largest. `-- --quick` takes small sizes, `-- --only kcenter` one row, `-- --python PATH` another Python.",
    "",
    `Measured here: Node ${machine.node}, ${machine.threads} threads, ${machine.runs} runs; ${machine.python}; ${
      machine.packages.join(", ")
    }; huge pages: ${machine.pages}. 50,000 × 512 float32 unless said: 100 groups, rows of length one.`,
    "",
    ...pageTable(outcomes),
    "",
    "\"MiB\" is the largest memory of each process: Node or Python, the pool, and all that the task needed. \"The same?\" compares the two",
    "answers: inertia, variance and sums of distances as ours above theirs, and how many picks agree.",
    "",
    "## The largest gaps",
    "",
    ...(far.length === 0 ? ["Every row is as wanted."] : far),
    "",
    "## Pages of memory",
    "",
    "Linux gives large pages of memory to all programs (`always`), or to those that ask for them (`madvise`). numpy asks, and Node does not. In a",
    "virtual machine of two cores, whose addresses are translated twice, what that costs depends on what else the host does. Beside others kernels",
    "read 2.8 GB/s with `madvise` and 17 GB/s with `always`, and BADGE took 1.20 s and 0.61 s (numpy 0.48 s both times). On a quiet day (10 and 18 GB/s,",
    "one run of each, medians of 3) nothing of it was seen: BADGE 0.40 s and 0.45 s (ratios 1.33 and 1.18), MSAL-D 17.5 ms and 16.2 ms (2.09 and 2.10), the",
    "core-set 0.43 s and 0.41 s (0.09 and 0.08), k-means 1.54 s and 1.48 s (0.28 and 0.30; it reads less since). `marginalia doctor` says what yours does. As root, until the next start:",
    "`echo always > /sys/kernel/mm/transparent_hugepage/enabled`; without it, `GLIBC_TUNABLES=glibc.malloc.hugetlb=1` in the environment gives them to",
    "arrays, not to WebAssembly's memory (BADGE: 1.9 s and 0.9 s, one after the other).",
    "",
    "## Many clusters",
    "",
    "k-means with k = 1,000 of 200,000 × 512, at most 25 iterations, one run each (`--only kmeans-1000 --runs 1`): 54 s and 1.1 GB; scikit-learn 236 s and 1.4 GB,",
    "with the same inertia to a hundredth of a percent. Ratio 0.23, where 0.3 is wanted.",
    "",
    "TypiClust and SUPClust, 1,000 picks of 50,000 × 512, one run each (`--only typiclust-1000,supclust-1000 --runs 1`): 8.1 s and 10.8 s; scikit-learn with faiss 68 s and 73 s.",
    "Ratios 0.12 and 0.15, where 0.25 is wanted.",
    "",
    "## Facility location, since the table",
    "",
    "What a candidate adds at most is found again by bounds of distances that are remembered, since the table was measured: 4.5 s and 432 MB, apricot 7.3 s and 1.4 GB (`--only facility --runs 2`), ratio 0.62, on a",
    "day when the same machine multiplied at 31 GFLOP/s; without them 20 s. 0.3 is wanted.",
    "",
    "## How near to the machine",
    "",
    `${
      roofline(outcomes, machine, false)[0]
    }, as \`bench/suite/ceiling.ts\` measures it just before: multiply-adds that stay in registers,`,
    "and a loop that only reads. A row counts the operations that comparing everything with everything would take, so that one which",
    "leaves most of them out comes to more than 100 %.",
    "",
    "![Each row's speed as a share of the ceiling](./img/performance/roofline.svg)",
    "",
    ...memory(taken, machine.threads),
    "## How it grows",
    "",
    "Each point once, both axes by powers.",
    "",
    ...drawn.flatMap((
      { axis, file, title }
    ) => [`![${title}: seconds against ${axis}](./img/performance/${file}.svg)`, ""])
  ].join("\n").replace(/\n*$/, "\n")
}

/** Writes the page and its drawings. */
export const writePage = (
  outcomes: ReadonlyArray<Outcome>,
  machine: Machine,
  drawn: ReadonlyArray<Curve>,
  taken: ReadonlyArray<Taken>
): void => {
  const folder = join(docs, "img", "performance")
  mkdirSync(folder, { recursive: true })
  for (const curve of drawn) writeFileSync(join(folder, `${curve.file}.svg`), curvePlot(curve))
  writeFileSync(join(folder, "roofline.svg"), rooflinePlot(nearOf(outcomes, machine, false)))
  writeFileSync(join(docs, "performance.md"), text(outcomes, machine, drawn, taken))
}
