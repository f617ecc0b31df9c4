/**
 * What is measured beside whom: a row is a task that both do, each in a process of its own, in turns.
 */

/** The numbers that say how large a task is; a peer's script gets the same. */
export type Size = Readonly<Record<string, number>>

/** A task, and who else does it. */
export interface Row {
  /** As in `--only`. */
  readonly name: string
  /** For people. */
  readonly what: string
  /** The libraries, as a person would use them in our stead. */
  readonly peer: string
  /** The packages of Python's registry that the peer's script imports. */
  readonly needs: ReadonlyArray<string>
  /** The script in `bench/peers`. */
  readonly script: string
  /** `time`: seconds, of which few are good; `rate`: things a second, of which many are. */
  readonly kind: "time" | "rate"
  /** The ratio that is wanted, ours through theirs: at most for a time, at least for a rate. */
  readonly wanted: number
  readonly size: Size
  /** The size under `--quick`; undefined: not then. */
  readonly quick?: Size
  /** Multiply-adds that comparing everything with everything would take, counted as two operations; for the roofline. */
  readonly flops?: (size: Size) => number
  /** Bytes that have to be read once; for the roofline of what is not limited by arithmetic. */
  readonly bytes?: (size: Size) => number
  /** Where the time goes, and why it is what it is. */
  readonly why: string
}

const pool = { rows: 50_000, cols: 512 }
const small = { rows: 20_000, cols: 256 }

const numpy = ["numpy"], sklearn = ["numpy", "scikit-learn"], faiss = ["numpy", "faiss-cpu"]

/** The rows, in the order of the table. */
export const rows: ReadonlyArray<Row> = [
  {
    name: "kmeans-100",
    what: "k-means, k = 100",
    peer: "scikit-learn",
    needs: sklearn,
    script: "kmeans.py",
    kind: "time",
    wanted: 0.2,
    size: { ...pool, k: 100, iterations: 100 },
    quick: { ...small, k: 50, iterations: 100 },
    why: "more than half of it is the seeding, whose hundred passes over the pool run at the speed of memory"
  },
  {
    name: "kmeans-1000",
    what: "k-means, k = 1,000, at most 25 iterations",
    peer: "scikit-learn",
    needs: sklearn,
    script: "kmeans.py",
    kind: "time",
    wanted: 0.3,
    size: { rows: 200_000, cols: 512, k: 1000, iterations: 25 },
    why: "the seeding alone compares every item with each of 1,000 centers as they are drawn"
  },
  {
    name: "kmeans-1000-faiss",
    what: "k-means, k = 1,000, at most 25 iterations",
    peer: "faiss",
    needs: faiss,
    script: "kmeans_faiss.py",
    kind: "time",
    wanted: 0.3,
    size: { rows: 200_000, cols: 512, k: 1000, iterations: 25 },
    why: "faiss draws its centers at random and stops when told, so its inertia is higher: see the table's facts"
  },
  ...[100, 1000].flatMap((budget): ReadonlyArray<Row> =>
    ["typiclust", "supclust"].map((name) => ({
      name: `${name}-${budget}`,
      what: `${name === "typiclust" ? "TypiClust" : "SUPClust"} whole, ${budget.toLocaleString("en")} picks`,
      peer: "scikit-learn + faiss",
      needs: ["numpy", "scikit-learn", "faiss-cpu"],
      script: "strategies.py",
      kind: "time",
      wanted: budget === 100 ? 0.2 : 0.25,
      size: { ...pool, budget },
      ...(budget === 100 ? { quick: { ...small, budget: 50 } } : {}),
      why: "k-means is most of it; then neighbors within the clusters, where faiss multiplies with AVX-512"
    }))
  ),
  {
    name: "kcenter",
    what: "greedy core-set, 100 picks",
    peer: "scikit-learn's distances",
    needs: sklearn,
    script: "kcenter.py",
    kind: "time",
    wanted: 0.14,
    size: { ...pool, budget: 100 },
    quick: { ...small, budget: 50 },
    bytes: ({ budget = 0, cols = 0, rows = 0 }) => 4 * rows * cols * budget,
    why: "a pass over the rows a pick, of which the triangle inequality leaves most unread"
  },
  {
    name: "probcover",
    what: "ProbCover: graph and 100 picks, 1 % of the pairs",
    peer: "numpy, in blocks",
    needs: numpy,
    script: "probcover.py",
    kind: "time",
    wanted: 0.35,
    size: { ...pool, budget: 100 },
    quick: { ...small, budget: 50 },
    flops: ({ cols = 0, rows = 0 }) => rows * rows * cols,
    why: "half of all dot products in 128-bit lanes, against all of them in 512-bit ones"
  },
  {
    name: "neighbors",
    what: "exact neighbors, k = 20, whole pool",
    peer: "faiss",
    needs: faiss,
    script: "neighbors_all.py",
    kind: "time",
    wanted: 2.5,
    size: { ...pool, k: 20 },
    quick: { ...small, k: 20 },
    flops: ({ cols = 0, rows = 0 }) => 2 * rows * rows * cols,
    why: "all dot products, which faiss multiplies with AVX-512; WebAssembly has 128-bit lanes"
  },
  {
    name: "badge",
    what: "BADGE, 100 picks, 512 × 10",
    peer: "numpy, factorized",
    needs: numpy,
    script: "badge.py",
    kind: "time",
    wanted: 0.4,
    size: { ...pool, budget: 100, classes: 10 },
    quick: { ...small, budget: 50, classes: 10 },
    bytes: ({ budget = 0, cols = 0, rows = 0 }) => 4 * rows * cols * budget,
    why: "a pass over the features a pick, as fast as memory gives them"
  },
  {
    name: "msal-d",
    what: "MSAL-D, 99 columns, 100 classes, 500 picks",
    peer: "numpy, products and maxima alone",
    needs: numpy,
    script: "msal.py",
    kind: "time",
    wanted: 0.7,
    size: { rows: 50_000, cols: 99, budget: 500 },
    quick: { rows: 50_000, cols: 99, budget: 500 },
    flops: ({ cols = 0, rows = 0 }) => 2 * rows * cols * (cols + 1),
    why:
      "the peer only multiplies and takes maxima; ours checks the numbers, copies them to where kernels are, ranks, filters and picks"
  },
  ...(["margin", "entropy"] as const).map((name): Row => ({
    name,
    what: `${name}, 100 classes`,
    peer: "numpy",
    needs: numpy,
    script: "uncertainty.py",
    kind: "time",
    wanted: name === "margin" ? 0.15 : 0.22,
    size: { rows: 50_000, cols: 100 },
    quick: { rows: 50_000, cols: 100 },
    bytes: ({ cols = 0, rows = 0 }) => 4 * rows * cols,
    why: "most of it is the check that all are probabilities, and a pass in plain TypeScript"
  })),
  {
    name: "facility",
    what: "facility location, exact, 100 picks",
    peer: "apricot",
    needs: ["numpy", "apricot-select"],
    script: "facility.py",
    kind: "time",
    wanted: 0.3,
    size: { rows: 10_000, cols: 256, budget: 100 },
    quick: { rows: 4000, cols: 128, budget: 50 },
    flops: ({ cols = 0, rows = 0 }) => 2 * rows * rows * cols,
    why:
      "half of the candidates are looked at again for each pick; apricot keeps all similarities in memory, which stops it at some 40,000 items"
  },
  {
    name: "pca",
    what: "PCA to 64 of 10,000 × 3,072",
    peer: "scikit-learn",
    needs: sklearn,
    script: "pca.py",
    kind: "time",
    wanted: 1,
    size: { rows: 10_000, cols: 3072, components: 64 },
    quick: { rows: 2000, cols: 1024, components: 32 },
    why: "scikit-learn takes random projections of such a matrix, in single precision; ours goes on until it converges"
  },
  {
    name: "training",
    what: "ResNet-18 training, images a second, CPU",
    peer: "PyTorch",
    needs: ["torch"],
    script: "training.py",
    kind: "rate",
    wanted: 0.5,
    size: { batches: 3 },
    why: "convolutions in 128-bit lanes, against oneDNN's in 512-bit ones"
  }
]
