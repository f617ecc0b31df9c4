import { defineConfig, type UserConfig } from "tsdown"

const common = {
  format: "esm",
  platform: "node",
  target: "node22.19",
  dts: false,
  clean: false,
  outDir: "dist",
  outExtensions: () => ({ js: ".js" })
} satisfies UserConfig

/** Loaded only when they are asked for, and only if they are installed. */
const optional = ["hnswlib-node", "ml-kmeans", "sharp", "@saehrimnir/druidjs", /^@resvg\//, /^@tensorflow\//, /^node:/]

/**
 * What every command needs in one file, and what `select` needs beyond that in another: each file more is looked for, checked
 * and linked on every start.
 */
const together = [
  { name: "start", test: /[\\/]cli[\\/]src[\\/](main|root|run)\.ts$/, priority: 2 },
  { name: "choose", test: /[\\/]cli[\\/]src[\\/]select[\\/]select\.ts$/, priority: 1 }
]

/**
 * The command twice. `main` is one bundle, so that `marginalia --help` need not open a thousand files; what a subcommand
 * needs beyond that is in chunks of its own. `linked` leaves its dependencies where they are: plugins import the same
 * library and the same effect, of which there must be one copy. The launcher chooses.
 */
export default defineConfig([
  {
    ...common,
    entry: { main: "src/main.ts" },
    deps: { alwaysBundle: [/.*/], neverBundle: optional, onlyBundle: false },
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true, asciiOnly: true } },
    outputOptions: { comments: { legal: true, annotation: false, jsdoc: false }, codeSplitting: { groups: together } }
  },
  {
    ...common,
    entry: { index: "src/index.ts", linked: "src/main.ts" }
  }
])
