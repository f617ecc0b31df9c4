/**
 * Gives tfjs's TensorFlow backends windows that begin so many zeros outside of the image: their convolutions and pools know of no
 * padding but "valid" and "same". The image is padded first.
 */
import * as tf from "@tensorflow/tfjs-core"

/** The name under which tfjs-node and tfjs-node-gpu are registered. */
const BACKEND = "tensorflow"

type Attrs = Readonly<Record<string, unknown>>

/** What a kernel is called with. */
interface Call {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>
  readonly attrs: Attrs
  readonly backend: tf.KernelBackend
}

type Func = (call: Call) => tf.TensorInfo

const kernelOf = (name: string, registered: string): Func => {
  const found = tf.getKernel(name, registered)
  if (found === undefined || found === null) throw new Error(`the backend ${registered} has no kernel ${name}`)
  return found.kernelFunc as unknown as Func
}

/** Lets go of what a kernel made: TensorFlow's give tensors, others what tensors are made of. */
const letGo = (made: tf.TensorInfo | tf.Tensor, backend: tf.KernelBackend): void => {
  if ("dispose" in made) made.dispose()
  else backend.disposeData(made.dataId)
}

/** How the attributes say `pad` pixels around an image. */
const around = (pad: number, constantValue: number): Attrs => ({
  paddings: [[0, 0], [pad, pad], [pad, pad], [0, 0]],
  constantValue
})

/** How they say what lies within them. */
const within = ([n = 0, tall = 0, wide = 0, channels = 0]: ReadonlyArray<number>, pad: number): Attrs => ({
  begin: [0, pad, pad, 0],
  size: [n, tall - 2 * pad, wide - 2 * pad, channels]
})

const larger = ([n = 0, tall = 0, wide = 0, channels = 0]: ReadonlyArray<number>, pad: number) => [
  n,
  tall + 2 * pad,
  wide + 2 * pad,
  channels
]

/** How a kernel is called for a padded image: which input is the image, what lies around it, and whether the answer is one, too. */
interface Padding {
  readonly image?: string
  readonly value?: number
  readonly answer?: true
}

/** A pixel outside of the image is never the largest. */
const NOTHING = -3.4e38

const paddings: { readonly [kernel: string]: Padding } = {
  Conv2D: { image: "x" },
  Conv2DBackpropFilter: { image: "x" },
  Conv2DBackpropInput: { answer: true },
  MaxPool: { image: "x", value: NOTHING },
  MaxPoolGrad: { image: "input", value: NOTHING, answer: true }
}

const withPadding = (name: string, registered: string): Func => {
  const { answer, image, value = 0 } = paddings[name]!, former = kernelOf(name, registered)
  return (call) => {
    const { attrs, backend, inputs } = call, { inputShape, pad } = attrs as { inputShape?: number[]; pad: unknown }
    if (typeof pad !== "number") return former(call)
    const valid = { ...attrs, pad: "valid", ...(inputShape !== undefined && { inputShape: larger(inputShape, pad) }) }
    if (pad === 0) return former({ ...call, attrs: valid })
    const wider = image === undefined
      ? undefined
      : kernelOf("PadV2", registered)({ inputs: { x: inputs[image]! }, attrs: around(pad, value), backend })
    const made = former({
      inputs: wider === undefined ? inputs : { ...inputs, [image!]: wider },
      attrs: valid,
      backend
    })
    if (wider !== undefined) letGo(wider, backend)
    if (answer === undefined) return made
    const inner = kernelOf("Slice", registered)({ inputs: { x: made }, attrs: within(made.shape, pad), backend })
    letGo(made, backend)
    return inner
  }
}

const installed = new Set<string>()

/** See the module. `registered` is the backend's name, by default that of both of TensorFlow's. Once a process. */
export const installPadding = (registered = BACKEND): void => {
  if (installed.has(registered)) return
  for (const kernelName of Object.keys(paddings)) {
    const kernelFunc = withPadding(kernelName, registered) as unknown as tf.KernelFunc
    tf.unregisterKernel(kernelName, registered)
    tf.registerKernel({ kernelName, backendName: registered, kernelFunc })
  }
  installed.add(registered)
}
