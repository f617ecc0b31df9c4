/**
 * Services with known answers, for tests: `Fake.embedder(matrix).layer`.
 */
export { labels, type Script, script, Unscripted } from "./fakes/script.ts"
export {
  type Calls,
  classifier,
  clusterer,
  counting,
  embedder,
  type Fake,
  kernels,
  type Known,
  neighbors,
  progress
} from "./fakes/services.ts"
