import { api, dataOf, type Fetch, type Schemas } from './client';
import { spanOf } from './usage';
import type { Bounds, CallFilters } from '$lib/url';

export type RequestRow = Schemas['RequestRow'];
export type RequestPage = Schemas['Page_RequestRow_'];
export type Charge = Schemas['ChargeView'];

/** Everything that is known of one call. */
export type RequestDetail = Schemas['RequestView'];

/** Why a call was decided as it was. */
export type Explanation = Schemas['ExplanationView'];
export type ExplainedPolicy = Explanation['policies'][number];

interface Question {
	/** Without bounds, the newest of the last thirty days. */
	bounds?: Bounds;
	filters?: CallFilters;
	limit: number;
	cursor?: string;
}

export function listRequests(fetch: Fetch, question: Question, signal?: AbortSignal): Promise<RequestPage> {
	const { bounds, filters, limit, cursor } = question;
	const query = { ...(bounds && spanOf(bounds)), ...filters, limit, cursor };
	return dataOf(api(fetch).GET('/api/v1/requests', { params: { query }, signal }));
}

export function fetchRequest(fetch: Fetch, id: string, signal?: AbortSignal): Promise<RequestDetail> {
	const path = { request_id: id };
	return dataOf(api(fetch).GET('/api/v1/requests/{request_id}', { params: { path }, signal }));
}

export function fetchExplanation(fetch: Fetch, id: string, signal?: AbortSignal): Promise<Explanation> {
	const path = { request_id: id };
	return dataOf(api(fetch).GET('/api/v1/requests/{request_id}/explanation', { params: { path }, signal }));
}
