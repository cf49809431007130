import { api, dataOf, type Fetch, type Schemas } from './client';

/** A role that somebody asks for, or has, for a while. */
export type Elevation = Schemas['ElevationView'];
export type ElevationPage = Schemas['Page_ElevationView_'];
export type NewElevation = Schemas['NewElevation'];

/** What can be done about one; `revoke` also withdraws what still waits. */
export type ElevationAnswer = 'approve' | 'reject' | 'revoke';

export function listElevations(fetch: Fetch, signal?: AbortSignal, cursor?: string | null): Promise<ElevationPage> {
	return dataOf(api(fetch).GET('/api/v1/elevations', { params: { query: { limit: 50, cursor } }, signal }));
}

export function askElevation(fetch: Fetch, body: NewElevation, attempt: string): Promise<Elevation> {
	return dataOf(api(fetch).POST('/api/v1/elevations', { body, headers: { 'idempotency-key': attempt } }));
}

export function answerElevation(fetch: Fetch, id: string, given: ElevationAnswer, comment: string): Promise<Elevation> {
	const params = { path: { request_id: id } };
	const body = { comment };
	const client = api(fetch);
	switch (given) {
		case 'approve':
			return dataOf(client.POST('/api/v1/elevations/{request_id}/approve', { params, body }));
		case 'reject':
			return dataOf(client.POST('/api/v1/elevations/{request_id}/reject', { params, body }));
		case 'revoke':
			return dataOf(client.POST('/api/v1/elevations/{request_id}/revoke', { params, body }));
	}
}
