/**
 * `marginalia data NAME --download`: from the authors' servers to where it is looked for.
 */
import { note } from "@marginalia/core/Notices"
import { bytes } from "@marginalia/core/Words"
import { download, type KnownDataset, type LocateOptions, planDownload } from "@marginalia/datasets"
import * as Effect from "effect/Effect"
import { print } from "../terminal/print.ts"
import { layer as progress } from "../terminal/progress.ts"

/** What is said before the first byte: the terms, from where, to where, how much. */
export const before = ({ home, name, published, terms }: KnownDataset, folder: string): ReadonlyArray<string> => {
  const sizes = published.map((file) => file.bytes)
  const total = sizes.reduce((sum, size) => sum === undefined || size === undefined ? undefined : sum + size, 0)
  const hosts = new Set(published.map(({ urls: [url] }) => new URL(url).host))
  return [
    `${name}: ${terms}; see ${home}`,
    `from ${[...hosts].join(" and ")}${total === undefined ? "" : `, ${bytes(total)}`}, into ${folder}`
  ]
}

/** Fetches a data set, unless it is here; prints its folder. Interrupted, it says how to go on. */
export const fetchDataset = Effect.fn("data.download")(function*(dataset: KnownDataset, options: LocateOptions) {
  const plan = yield* planDownload(dataset, options)
  if (plan.present) {
    yield* note(
      `${dataset.name} is here already; --check verifies it, and what is wrong is fetched again once it is removed`
    )
    return yield* print(plan.folder)
  }
  for (const line of before(plan.dataset, plan.folder)) yield* note(line)
  const { layerNodeHttp } = yield* Effect.promise(() => import("@effect/platform-node/NodeHttpClient"))
  yield* download(plan).pipe(
    Effect.provide([layerNodeHttp, progress]),
    Effect.onInterrupt(() => note("interrupted; what came is kept, and the same command goes on from there"))
  )
  yield* print(plan.folder)
})
