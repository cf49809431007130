import createClient, { type Client } from 'openapi-fetch';
import { session } from '$lib/session.svelte';
import { problemOf, unreachable } from './error';
import type { components, paths } from './schema';

export type Fetch = typeof fetch;
export type Schemas = components['schemas'];

/** The API on this origin, authenticated by the session cookie. */
export function api(fetch: Fetch): Client<paths> {
	return createClient<paths>({
		baseUrl: window.location.origin,
		fetch: (request: Request) => send(fetch, request),
		credentials: 'same-origin',
		// A foreign page cannot set this header without a preflight, which the API never grants.
		headers: { accept: 'application/json', 'x-requested-with': 'tollgate' }
	});
}

/** The body of a successful answer; `send` has thrown an `ApiError` for every other. */
export async function dataOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
	return (await answer).data as T;
}

async function send(fetch: Fetch, request: Request): Promise<Response> {
	const response = await fetch(request).catch((thrown: unknown) => {
		throw request.signal.aborted ? thrown : unreachable();
	});
	if (response.status === 401) session.me = undefined;
	if (!response.ok) throw await problemOf(response);
	return response;
}
