/**
 * An encoder that can begin.
 */
import type { Encoder } from "@marginalia/models/encoders"

/** An encoder, and whether what it computes is worth keeping. */
export interface Ready<B> {
  readonly encoder: Encoder.Encoder<B>
  readonly cached: boolean
  /** What `FILE.json` says of it. */
  readonly about: { readonly [key: string]: unknown }
}
