/**
 * What sends requests to annotators: a redirect is not followed, since items and keys are for the address that was given.
 */
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"

/** Sends requests by the platform's fetch, and takes a redirect for an answer. */
export const annotatorClient: Layer.Layer<HttpClient> = FetchHttpClient.layer.pipe(
  Layer.provide(Layer.succeed(FetchHttpClient.RequestInit, { redirect: "manual" }))
)
