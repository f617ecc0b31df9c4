/**
 * Which revision of each encoder this is: it enters the encoder's hash, so that what an older one computed is not taken
 * from a cache or for this one's. Raise it with every change of what the encoder yields. PCA, standardization and models
 * need none: their hash is that of their numbers.
 */
export const revisions = {
  /** 2: center crops and bicubic scaling as torchvision and Pillow have them. */
  onnx: 2,
  transformers: 1
} as const
