/** What bench/scale.ts measures, and how it is told. Tested in scale.test.ts. */

/** A run of `select`. */
export interface ScalePoint {
  readonly rows: number
  readonly strategy: string
  /** The limit of memory; undefined: the vectors are in memory. */
  readonly limit: string | undefined
  /** Of the whole command. */
  readonly seconds: number
  readonly steps: ReadonlyArray<{ readonly step: string; readonly seconds: number }>
  /** Bytes at the highest. */
  readonly peak: number
  /** How often all vectors were read, as the command says it. */
  readonly read: string | undefined
  readonly picks: string
}

/** A line and what belongs to it. */
export const lineOf = ({ limit, strategy }: ScalePoint): string =>
  `${strategy}${limit === undefined ? "" : ` within ${limit}`}`

/** The heads of the table, and its rows. */
export const scaleTable = (
  points: ReadonlyArray<ScalePoint>
): [heads: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>] => [
  ["items", "strategy", "seconds", "MB at the highest", "passes"],
  points.map((point) => [
    point.rows.toLocaleString("en"),
    lineOf(point),
    point.seconds.toFixed(1),
    (point.peak / 1e6).toFixed(0),
    point.read ?? "–"
  ])
]

/** By which power of N the seconds grow between two points: the slope of a line in a drawing of powers. */
export const slope = (
  few: readonly [rows: number, seconds: number],
  many: readonly [rows: number, seconds: number]
): number => Math.log(many[1] / few[1]) / Math.log(many[0] / few[0])

const secondsOf = ({ steps }: ScalePoint, name: RegExp): number =>
  steps.filter(({ step }) => name.test(step)).reduce((sum, { seconds }) => sum + seconds, 0)

/** The slopes of the steps of SUPClust, from each size to the next. */
export const slopes = (points: ReadonlyArray<ScalePoint>): ReadonlyArray<string> =>
  [...new Set(points.filter(({ strategy }) => strategy === "supclust").map(lineOf))].flatMap((line) => {
    const own = points.filter((point) => lineOf(point) === line)
    return [["k-means", /^kmeans/], ["typicality", /typicality/]].map(([name, step]) => {
      const found = own.slice(1).map((point, i) =>
        slope([own[i]!.rows, secondsOf(own[i]!, step as RegExp)], [point.rows, secondsOf(point, step as RegExp)])
      )
      return `- ${line}, ${String(name)}: seconds grow by N to the power of ${
        found.map((power) => power.toFixed(2)).join(", ")
      }, from each size to the next`
    })
  })
