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
 * The command twice. `main` is one bundle, so that `marginalia --help` need not open a thousand files; what a subcommand
 * needs beyond that is in chunks of its own. `linked` leaves its dependencies where they are: plugins import the same
 * library and the same effect, of which there must be one copy. The launcher chooses.
 */
export default defineConfig([
  {
    ...common,
    entry: { main: "src/main.ts" },
    deps: { alwaysBundle: [/.*/], neverBundle: optional, onlyBundle: false }
  },
  {
    ...common,
    entry: { index: "src/index.ts", linked: "src/main.ts" }
  }
])
