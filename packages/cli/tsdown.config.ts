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
const optional = ["hnswlib-node", "ml-kmeans", /^@tensorflow\//, /^node:/]

/**
 * The command as one bundle, so that `marginalia --help` need not open a thousand files; what a subcommand needs beyond
 * that is in chunks of its own. What plugins import from the library is in the bundle too, once. The library entry
 * leaves its dependencies where they are.
 */
export default defineConfig([
  {
    ...common,
    entry: {
      main: "src/main.ts",
      "library-core": "@marginalia/core",
      "library-strategies": "@marginalia/strategies"
    },
    deps: { alwaysBundle: [/.*/], neverBundle: optional, onlyBundle: false }
  },
  { ...common, entry: { index: "src/index.ts" } }
])
