/**
 * How large a program becomes by using one strategy: `selectSync`, the strategy, core and effect, as a bundler leaves them,
 * minified and gzipped.
 *
 * `npm run check:bundles` measures every strategy and fails where one is above its limit.
 */
import * as strategies from "@marginalia/strategies"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { build, type Rolldown } from "vite"
import { root } from "./sources.ts"

/** A measured bundle: bytes after minifying and gzip, and the files of the workspace that are in it. */
export interface Bundle {
  readonly name: string
  readonly bytes: number
  readonly files: ReadonlyArray<string>
}

/**
 * Bytes that a strategy may take without kernels, and with them: two builds of them are in the bundle as text, of which gzip finds
 * what is the same (4 kB) where it happens to begin at the same of three bytes. What decides between the numbers of a graphics card is 1.5 kB;
 * the shader and WebGPU are no part of it; the look ahead of k-means is 2.5 kB, its exact sums and rows that are scaled on the way are 2, what a covering remembers is 1.
 * Refine holds two strategies besides.
 */
export const LIMITS = { plain: 55_000, kernels: 130_500, refine: 127_500 } as const

/** The exports that are strategies. */
export const names: ReadonlyArray<string> = Object.entries(strategies)
  .filter(([, value]) => "part" in value && (value.part as { readonly kind: string }).kind === "strategy")
  .map(([name]) => name)
  .sort()

const entry = "\0entry"

const written = (name: string) =>
  build({
    configFile: false,
    logLevel: "silent",
    root: join(root, "packages/testkit"),
    plugins: [{
      name: "entry",
      resolveId: (id) => id === entry ? id : undefined,
      load: (id) =>
        id === entry
          ? `export { ${name} } from "@marginalia/strategies"\nexport { selectSync } from "@marginalia/core"`
          : undefined
    }],
    build: {
      write: false,
      target: "esnext",
      rolldownOptions: { input: entry, preserveEntrySignatures: "strict", output: { format: "es" } }
    }
  }) as Promise<Rolldown.RolldownOutput>

/** Bundles a program that uses one strategy. */
export const measure = async (name: string): Promise<Bundle> => {
  const { output } = await written(name)
  const chunks = output.filter((part) => part.type === "chunk")
  const text = chunks.map((chunk) => chunk.code).join("\n")
  const used = chunks.flatMap((chunk) => Object.entries(chunk.modules)).filter(([, { renderedLength }]) =>
    renderedLength > 0
  )
  const files = used.map(([file]) => file.slice(root.length)).filter((file) => file.startsWith("packages/")).sort()
  return { name, bytes: gzipSync(text, { level: 9 }).length, files }
}

/** The limit of a bundle. */
export const limitOf = ({ files, name }: Bundle): number => {
  if (name === "refine") return LIMITS.refine
  return files.some((file) => file.endsWith("simd.gen.ts")) ? LIMITS.kernels : LIMITS.plain
}

const main = async () => {
  for (const name of names) {
    const bundle = await measure(name)
    const own = bundle.files.filter((file) => file.startsWith("packages/strategies/")).length
    const limit = limitOf(bundle)
    const verdict = bundle.bytes > limit ? `above its limit of ${limit / 1000} kB` : ""
    console.log(`${name.padEnd(32)} ${(bundle.bytes / 1000).toFixed(1).padStart(5)} kB  ${own} files  ${verdict}`)
    if (verdict !== "") process.exitCode = 1
  }
}

if (import.meta.main) await main()
