/** Kernels on this thread whose sizes of pieces are drawn small. */
import { fromEngine, type Service } from "../src/Kernels.ts"
import { single } from "../src/kernels/engine.ts"
import type { Settings } from "../src/kernels/settings.ts"

/** The kernels with some settings replaced, which change no result. */
export const kernelsWith = (settings: Partial<Settings>): Service => fromEngine(single("simd", { settings }))
