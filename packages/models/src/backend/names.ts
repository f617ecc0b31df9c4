/** The backends, best first, and how each is had. */
import * as Schema from "effect/Schema"

/** The name of a backend: one of {@link backendNames}. */
export type BackendName = "node-gpu" | "node" | "webgpu" | "wasm" | "cpu"

/** The order in which `auto` tries them. */
export const backendNames = ["node-gpu", "node", "webgpu", "wasm", "cpu"] as const satisfies ReadonlyArray<BackendName>

/** What the flag `--backend` and the configuration take: a backend's name, or "auto", the best that works. */
export const BackendChoice = Schema.Literals(["auto", ...backendNames])

/** See {@link BackendChoice}. */
export type BackendChoice = typeof BackendChoice.Type

interface About {
  /** The name under which tfjs registers it. */
  readonly registered: string
  readonly describes: string
  readonly remedy: string
  /** Whether this project has ever run it. */
  readonly run: boolean
  /** Whether the same work has the same bits every time. */
  readonly deterministic?: true
  /** The bytes that it can address at most; all that there are by default. */
  readonly most?: number
}

/** About each backend, for `doctor` and the messages. */
export const backends: { readonly [Name in BackendName]: About } = {
  "node-gpu": {
    registered: "tensorflow",
    describes: "TensorFlow on a CUDA card (@tensorflow/tfjs-node-gpu)",
    remedy: "install @tensorflow/tfjs-node-gpu@4.22.0 in your project, on Linux with CUDA 11 and cuDNN 8",
    run: false
  },
  node: {
    registered: "tensorflow",
    describes: "TensorFlow on the processor (@tensorflow/tfjs-node)",
    remedy: "install @tensorflow/tfjs-node@4.22.0 in your project",
    run: true
  },
  webgpu: {
    registered: "webgpu",
    describes: "any graphics card that Vulkan, Metal or Direct3D 12 drives",
    remedy: "install @tensorflow/tfjs-backend-webgpu@4.22.0 and, for Node, webgpu; the machine needs a graphics driver",
    run: true
  },
  wasm: {
    registered: "wasm",
    describes: "WebAssembly SIMD on the processor",
    remedy: "use an engine with WebAssembly SIMD (Node 22 or later, any current browser)",
    run: true,
    deterministic: true,
    most: 2 ** 32
  },
  cpu: {
    registered: "cpu",
    describes: "plain JavaScript: slow, for tests and as a reference",
    remedy: "install @marginalia/models again",
    run: true,
    deterministic: true
  }
}
