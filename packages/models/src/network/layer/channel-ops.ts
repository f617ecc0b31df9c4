/** The loops of batch normalization for the current backend. */
import * as tf from "@tensorflow/tfjs-core"
import { wasmChannels } from "../../tfjs-kernels/channels.ts"
import { type ChannelOps, generic } from "./channels.ts"

/** See the module. */
export const channelOps = (): ChannelOps => tf.getBackend() === "wasm" ? wasmChannels : generic
