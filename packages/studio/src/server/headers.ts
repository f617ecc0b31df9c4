/**
 * What every answer tells the browser not to do.
 */

const policyOf = (scripts: string): string =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'"
  ].join("; ")

/** Nothing from elsewhere, no script but ours, no frame around it. */
export const POLICY = policyOf("'self'")

/** {@link POLICY} for a page whose worker compiles WebAssembly, which is no script that is made of a text. */
export const WASM_POLICY = policyOf("'self' 'wasm-unsafe-eval'")

/** The headers of every answer, errors among them, with a policy of contents. */
export const safe = (policy = POLICY): Readonly<Record<string, string>> => ({
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "x-frame-options": "DENY",
  "permissions-policy": "camera=(), microphone=(), geolocation=()"
})
