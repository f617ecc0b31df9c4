/** TensorFlow's C library under Node, through packages that the user installs. */
import { importOptional } from "@marginalia/datasets/optional"

/** Node 23 removed `util.isNullOrUndefined`, which tfjs-node 4.22 calls. */
const shim = async (): Promise<void> => {
  const { default: util } = (await import("node:util")) as { default: { isNullOrUndefined?: unknown } }
  util.isNullOrUndefined ??= (value: unknown): boolean => value === null || value === undefined
}

/** Imports `@tensorflow/tfjs-node` or `-gpu`, which register the backend "tensorflow". */
export const prepareNode = async (name: "@tensorflow/tfjs-node" | "@tensorflow/tfjs-node-gpu"): Promise<unknown> => {
  await shim()
  return await importOptional(name)
}
