import createClient, { type Client } from 'openapi-fetch';
import { session } from '$lib/session.svelte';
import { stepUp } from '$lib/step-up.svelte';
import { problemOf, unreachable, type ApiError } from './error';
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
	const again = request.clone();
	const response = await answered(fetch, request);
	if (response.ok) return response;
	const problem = await problemOf(response);
	if (problem.code !== 'step_up_required' || !(await stepUp.ask())) throw noted(problem);
	const second = await answered(fetch, again);
	if (!second.ok) throw noted(await problemOf(second));
	return second;
}

async function answered(fetch: Fetch, request: Request): Promise<Response> {
	return fetch(request).catch((thrown: unknown) => {
		throw request.signal.aborted ? thrown : unreachable();
	});
}

/** What a refusal says about the session is kept there, so that the pages follow. */
function noted(problem: ApiError): ApiError {
	if (problem.signedOut) session.me = undefined;
	session.note(problem.code);
	return problem;
}
