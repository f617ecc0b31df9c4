/**
 * The commands as they are called, each line with a name in braces for what it reads and writes.
 */
import type { Slot } from "./made.ts"

/** A line of the table: right as it stands. */
export interface Line {
  readonly args: string
  /**
   * It cannot come to its end, since what it needs is not here: then only its code, its files and the shape of its message
   * are judged.
   */
  readonly fails?: boolean
  /** A folder without anything in it is no mistake. */
  readonly lists?: boolean
  /** The flags of its command that do not stand in it are given wrongly, too. */
  readonly allFlags?: boolean
  /** It prints what it found, whatever comes of the rest. */
  readonly prints?: boolean
  /** What it reads it also writes: an experiment that goes on. */
  readonly goesOn?: boolean
  /** A file that names others may be right where they are not there: a message may name these. */
  readonly names?: string
}

/** What is written: a file, a folder that is replaced, a folder that is added to, what files' names begin with. */
export type Output = "out" | "outFolder" | "outBeside" | "outPrefix"

const select = "select {csv} -s random -b 2 -q"
const cpu = "--backend cpu -q"
/** Where no PostgreSQL answers. */
const nobody = "--queue postgres://nobody@127.0.0.1:1/none"
const noPool = "--shards postgres://nobody@127.0.0.1:1/none"

/** Every command, with every kind of file, folder and number that it takes. */
export const lines: ReadonlyArray<Line> = [
  { args: `${select} -o {out:picks.csv} -m {out:m.json}`, allFlags: true },
  { args: `${select} -l {labels} --plugin {plugin} --round 1 --seed 3 --threads 1 --kernels cpu` },
  { args: "select {npy} -s random -b 2 -q -o {out:picks.json} -f json" },
  { args: "select {npy} -s kcenter -b 2 -q --carry {outBeside:carry}" },
  { args: "select {npy} -s maxherding(normalize=false,reference=2) -b 2 -q -o {out:picks.json} -f json" },
  { args: "select {jsonl} -s random -b 2 -q -l {labelsJsonl}" },
  { args: "select {parquet} -s random -b 2 -q" },
  { args: "select {csv} -s margin -b 2 -q -c probability={probability} --classes a,b,c" },
  {
    args: "select {csv} -s multi-label-margin -b 2 -q -c labelProbability={probability} -l {labels} --task multi-label"
  },
  { args: "explain {csv} -s random -b 2 -q -l {labels}", allFlags: true },
  {
    args:
      "playground {csv} -l {labels} -c probability={probability} --classes a,b,c --sample 5 --host 203.0.113.1 --no-open -q",
    fails: true,
    allFlags: true
  },
  { args: `embed {csv} -e raw --cache none -o {out:e.npy} --ids {out:i.csv} ${cpu}` },
  { args: `embed {npy} -e pca(2) --cache none -o {out:e.npy} --seed 1 --threads 1 --batch 8 ${cpu}` },
  { args: `embed {images} -e raw --size 4 --cache none -o {out:e.npy} ${cpu}`, allFlags: true },
  { args: `embed {csv} -e model({model}) --cache {outBeside:cache} -o {out:e.npy} ${cpu}` },
  {
    args: `embed {images} -e onnx:{onnx} --preprocess {preprocess} --size 4 --cache none -o {out:e.npy} ${cpu}`,
    fails: true
  },
  { args: `embed {texts} -e transformers:{model} --cache none -o {out:e.npy} ${cpu}`, fails: true },
  { args: `train {csv} -l {labels} --epochs 1 --batch 8 --seed 1 -o {outFolder:model} ${cpu}`, allFlags: true },
  { args: `train {npy} -l {labels} --epochs 1 -o {outFolder:model} ${cpu}`, fails: true },
  { args: `predict {csv} -m {model} -o {outPrefix:p} --seed 1 --batch 8 ${cpu}`, allFlags: true },
  { args: `predict {csv} -m {model} -r {outFolder:round} --seed 1 ${cpu}` },
  {
    args: `audit {csv} -l {labels} --epochs 1 --folds 2 -f csv -o {out:a.csv} --scores {out:s.csv} ${cpu}`,
    allFlags: true
  },
  { args: `audit {csv} -l {labels} --classes a,b,c --probabilities {probability} --next 2 ${cpu}` },
  { args: `audit {csv} -l {labels} --model {model} -f json -o {out:a.json} ${cpu}` },
  {
    args:
      "annotate {csv} --oracle http(\"http://127.0.0.1:1\",retries=0) --classes a,b -o {out:a.csv} --declined {out:d.csv} --answers {out:k.jsonl} -q",
    fails: true,
    allFlags: true
  },
  { args: "run {yaml} --dry-run -q --seeds 1", names: "pool.csv", allFlags: true },
  { args: "run {yaml} --out {outBeside:runs} -j 1 -q --plugin {plugin}", names: "pool.csv" },
  { args: "run {experiment} --resume -q -j 1", goesOn: true },
  { args: "runs {experiment}", lists: true, allFlags: true },
  { args: "runs replay {experiment} --stop budget(3) -f json -q", allFlags: true },
  { args: `runs export none ${nobody} -o {outFolder:x} -q`, fails: true, allFlags: true },
  { args: `runs prune ${nobody} --older 30 -q`, fails: true, allFlags: true },
  { args: `worker ${nobody} --slots 1 --drain -q`, fails: true, allFlags: true },
  { args: `shard serve --pool {npy} ${noPool} -t 1 -q`, fails: true, allFlags: true },
  { args: `shard list ${noPool} -q`, fails: true, allFlags: true },
  { args: `shard forget part-00.npy ${noPool} -q`, fails: true, allFlags: true },
  { args: `select ${noPool} -s random -b 2 -q -l {labels} -o {out:picks.csv}`, fails: true },
  { args: "fork {journal} --at-round 1 -s random --out {outBeside:fork} -j 1 -q", allFlags: true },
  { args: "fork {experiment} --at-round 1 -s random --out {outBeside:fork} -j 1 -q" },
  { args: "report {experiment} --no-map --out {outFolder:report} -q", allFlags: true },
  { args: "report {journal} --no-map --out {outFolder:report} -q" },
  { args: "verify {manifest} -q --pool {csv} --threads 1", allFlags: true },
  { args: "data digits --check --folder {data}", fails: true },
  { args: "data svhn --check --folder {data}", fails: true, prints: true, allFlags: true },
  { args: "labels convert {labels} --to label-studio-json -o {out:l.json} --pool {csv} -q", allFlags: true },
  { args: "labels convert {labelsJsonl} --to csv -o {out:l.csv}" },
  {
    args: "encoders efficientnet-lite0 --weights {onnx} -o {out:x.onnx} --plugin {plugin} -q",
    fails: true,
    allFlags: true
  },
  { args: "label export none.marginalia --format csv -o {out:l.csv} -q", fails: true, allFlags: true },
  { args: "label import none.marginalia {labels} -q", fails: true, allFlags: true },
  { args: "label import none.marginalia {labels} --suggestions -q", fails: true },
  { args: "label status none.marginalia -q", fails: true, allFlags: true },
  { args: "serve label-studio --project none.marginalia -q", fails: true, allFlags: true },
  { args: "doctor", allFlags: true },
  { args: "strategies --plugin {plugin}", allFlags: true }
]

/** A word of a line. */
export type Word =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "input"; readonly slot: Slot; readonly around: readonly [string, string] }
  | { readonly kind: "output"; readonly output: Output; readonly name: string }

const word = (text: string): Word => {
  const [, output, name] = /^\{(out\w*):(.*)\}$/.exec(text) ?? []
  if (output !== undefined) return { kind: "output", output: output as Output, name: name! }
  const [, before = "", slot, after = ""] = /^(.*)\{(\w+)\}(.*)$/.exec(text) ?? []
  return slot === undefined ? { kind: "text", text } : { kind: "input", around: [before, after], slot: slot as Slot }
}

/** The words of a line. */
export const wordsOf = ({ args }: Line): ReadonlyArray<Word> => args.split(" ").map(word)
