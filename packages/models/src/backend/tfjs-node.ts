/** TensorFlow's C library under Node, through packages that the user installs. */
import { importOptional } from "@marginalia/datasets/optional"
import { installPadding } from "../tfjs-kernels/tensorflow.ts"

/** Node 23 removed `util.isNullOrUndefined`, which tfjs-node 4.22 calls, and warns of `util.isArray`. */
const shim = async (): Promise<void> => {
  const { default: util } = (await import("node:util")) as {
    default: { isNullOrUndefined?: unknown; isArray: unknown }
  }
  util.isNullOrUndefined ??= (value: unknown): boolean => value === null || value === undefined
  util.isArray = Array.isArray
}

/** Imports `@tensorflow/tfjs-node` or `-gpu`, which register the backend "tensorflow". */
export const prepareNode = async (name: "@tensorflow/tfjs-node" | "@tensorflow/tfjs-node-gpu"): Promise<void> => {
  await shim()
  await importOptional(name)
  installPadding()
}
