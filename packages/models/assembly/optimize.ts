/**
 * PyTorch's SGD: g += decay · w; m = momentum · m + g; w' = w − rate · (g + momentum · m) with
 * Nesterov's momentum, w − rate · m without. m is overwritten, w' goes to `out`.
 */
export function sgdStep(
  w: usize, g: usize, m: usize, out: usize, size: i32, rate: f32, momentum: f32, decay: f32, nesterov: i32
): void {
  for (let i = 0; i < size; i++, w += 4, g += 4, m += 4, out += 4) {
    const value = load<f32>(w)
    const d = load<f32>(g) + decay * value
    const next = momentum * load<f32>(m) + d
    store<f32>(m, next)
    store<f32>(out, value - rate * (nesterov ? d + momentum * next : next))
  }
}

/** PyTorch's Adam: m and v are overwritten, w' goes to `out`; `first` and `second` are 1 − β₁ᵗ and 1 − β₂ᵗ. */
export function adamStep(
  w: usize, g: usize, m: usize, v: usize, out: usize, size: i32, rate: f32, beta1: f32, beta2: f32, first: f32,
  second: f32
): void {
  for (let i = 0; i < size; i++, w += 4, g += 4, m += 4, v += 4, out += 4) {
    const d = load<f32>(g)
    const mean = beta1 * load<f32>(m) + (1 - beta1) * d
    const square = beta2 * load<f32>(v) + (1 - beta2) * d * d
    store<f32>(m, mean)
    store<f32>(v, square)
    store<f32>(out, load<f32>(w) - rate * (mean / first) / (sqrt<f32>(square / second) + 1e-8))
  }
}
